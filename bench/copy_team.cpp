// SPDX-License-Identifier: Apache-2.0
#include "copy_team.hpp"

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

}  // namespace

copy_team::copy_team(int threads) : size_(static_cast<std::size_t>(threads)), start_(threads), end_(threads) {
    for (std::size_t member = 1; member < size_; ++member) {
        helpers_.emplace_back([this, member] {
            for (;;) {
                start_.arrive_and_wait();
                if (stopping_) return;
                do_share(member);
                end_.arrive_and_wait();
            }
        });
    }
}

copy_team::~copy_team() {
    stopping_ = true;
    start_.arrive_and_wait();
    for (auto& helper : helpers_) helper.join();
}

void copy_team::copy(const std::byte* source, std::byte* destination, std::size_t bytes) {
    share(bytes,
          [&](std::size_t begin, std::size_t end) { std::memcpy(destination + begin, source + begin, end - begin); });
}

void copy_team::merge(const std::byte* first, const std::byte* second, std::byte* destination, std::size_t bytes,
                      bool past_caches) {
    share(bytes, [&](std::size_t begin, std::size_t end) {
        merge_words(reinterpret_cast<const word*>(first + begin), reinterpret_cast<const word*>(second + begin),
                    reinterpret_cast<word*>(destination + begin), (end - begin) / sizeof(word), past_caches);
    });
}

void copy_team::share(std::size_t bytes, const range_work& work) {
    bytes_ = bytes;
    work_ = &work;
    start_.arrive_and_wait();
    do_share(0);
    end_.arrive_and_wait();
}

void copy_team::do_share(std::size_t member) const {
    constexpr std::size_t page_bytes = 4096;
    const std::size_t pages = (bytes_ + page_bytes - 1) / page_bytes;
    const std::size_t share = (pages + size_ - 1) / size_ * page_bytes;
    const std::size_t begin = std::min(bytes_, member * share);
    const std::size_t end = std::min(bytes_, begin + share);
    (*work_)(begin, end);
}

}  // namespace softknee::bench
