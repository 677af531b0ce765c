// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/streaming_copy.hpp>

#include <algorithm>
#include <cstring>

#include <kernels/cpu/tuning.hpp>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif
#if defined(__linux__)
#include <unistd.h>
#endif

namespace softknee::kernels::cpu {
namespace {

#if defined(__x86_64__)
std::int64_t last_level_cache_bytes() {
#if defined(_SC_LEVEL3_CACHE_SIZE)
    static const long known = sysconf(_SC_LEVEL3_CACHE_SIZE);
    if (known > 0) return known;
#endif
    return assumed_cache_bytes;
}
#endif

}  // namespace

#if defined(__x86_64__)

bool streams_past_cache(std::int64_t output_bytes) {
    return output_bytes > last_level_cache_bytes() / 2;
}

void copy_past_cache(const void* source, void* target, std::size_t bytes) {
    constexpr std::size_t line = 64;
    const auto* from = static_cast<const char*>(source);
    auto* to = static_cast<char*>(target);
    const std::size_t before = std::min(bytes, static_cast<std::size_t>(-reinterpret_cast<std::uintptr_t>(to) % line));
    std::memcpy(to, from, before);
    std::size_t i = before;
    for (; i + line <= bytes; i += line) {
        // Four stores fill a line: the processor collects them and writes it as one.
        for (std::size_t part = 0; part < line; part += sizeof(__m128i)) {
            const __m128i value = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i + part));
            _mm_stream_si128(reinterpret_cast<__m128i*>(to + i + part), value);
        }
    }
    std::memcpy(to + i, from + i, bytes - i);
}

void finish_copies_past_cache() {
    _mm_sfence();
}

#else

bool streams_past_cache(std::int64_t) {
    return false;
}

void copy_past_cache(const void* source, void* target, std::size_t bytes) {
    std::memcpy(target, source, bytes);
}

void finish_copies_past_cache() {}

#endif

}  // namespace softknee::kernels::cpu
