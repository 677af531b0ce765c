// SPDX-License-Identifier: Apache-2.0
#include "host_copy.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace softknee::bench {
namespace {

using word [[gnu::vector_size(16)]] = long long;

void store_past_caches(word* target, word value) {
#if defined(__x86_64__)
    _mm_stream_si128(reinterpret_cast<__m128i*>(target), value);
#else
    *target = value;
#endif
}

void finish_stores() {
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

void merge_words(const word* first, const word* second, word* destination, std::size_t words, bool past_caches) {
    if (past_caches) {
        for (std::size_t i = 0; i < words; ++i) store_past_caches(destination + i, first[i] ^ second[i]);
        finish_stores();
    } else {
        for (std::size_t i = 0; i < words; ++i) destination[i] = first[i] ^ second[i];
    }
}

/// Calls work(begin, end) for the share of each thread, in whole pages.
template <class Work>
void share(std::size_t bytes, int threads, const Work& work) {
    constexpr std::size_t page_bytes = 4096;
    const std::size_t pages = (bytes + page_bytes - 1) / page_bytes;
    const auto shares = static_cast<std::size_t>(threads);
    const std::size_t share_bytes = (pages + shares - 1) / shares * page_bytes;
#pragma omp parallel for schedule(static, 1) num_threads(threads) if (threads > 1)
    for (std::size_t i = 0; i < shares; ++i) {
        work(std::min(bytes, i * share_bytes), std::min(bytes, (i + 1) * share_bytes));
    }
}

}  // namespace

void copy_on_host(const std::byte* source, std::byte* destination, std::size_t bytes, int threads) {
    share(bytes, threads,
          [&](std::size_t begin, std::size_t end) { std::memcpy(destination + begin, source + begin, end - begin); });
}

void merge_on_host(const std::byte* first, const std::byte* second, std::byte* destination, std::size_t bytes,
                   int threads, bool past_caches) {
    share(bytes, threads, [&](std::size_t begin, std::size_t end) {
        merge_words(reinterpret_cast<const word*>(first + begin), reinterpret_cast<const word*>(second + begin),
                    reinterpret_cast<word*>(destination + begin), (end - begin) / sizeof(word), past_caches);
    });
}

}  // namespace softknee::bench
