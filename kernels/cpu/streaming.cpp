// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/streaming.hpp>

#include <kernels/cpu/tuning.hpp>

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#if defined(__linux__)
#include <unistd.h>
#endif

namespace softknee::kernels::cpu {

#if defined(__x86_64__)

bool streams_past_caches(std::int64_t output_bytes) {
#if defined(_SC_LEVEL3_CACHE_SIZE)
    static const std::int64_t known = sysconf(_SC_LEVEL3_CACHE_SIZE);
#else
    constexpr std::int64_t known = 0;
#endif
    return output_bytes > (known > 0 ? known : assumed_cache_bytes) / 2;
}

void finish_streaming() {
    _mm_sfence();
}

#else

bool streams_past_caches(std::int64_t) {
    return false;
}

void finish_streaming() {}

#endif

}  // namespace softknee::kernels::cpu
