// SPDX-License-Identifier: Apache-2.0
#include "copy_ratio.hpp"

#include <array>
#include <cmath>

namespace softknee::bench {

measurement measure_beside_copy(bench_place& place, const arm& call, const traffic& moved, const copy_memory& memory,
                                const measure_options& options) {
    // An odd number of elements leaves half of one over: the copy moves one more, and rates are compared.
    const auto element_bytes = static_cast<std::int64_t>(size_of(memory.type));
    const std::int64_t count = (moved.total_bytes() + 2 * element_bytes - 1) / (2 * element_bytes);
    const arm copy = [&] { place.copy(memory.source, memory.destination, memory.type, count); };
    const auto timings = measure(
        std::array{copy, call, copy}, [&] { place.finish(); }, options);

    const double rate = static_cast<double>(moved.total_bytes()) / timings[1].median_s;
    // The faster of the two copies: the fraction is not flattered by a copy that was disturbed.
    const timing& best_copy = timings[0].median_s < timings[2].median_s ? timings[0] : timings[2];
    const double copy_rate = static_cast<double>(2 * count * element_bytes) / best_copy.median_s;
    return {.activation = timings[1],
            .copy = best_copy,
            .bytes_per_second = rate,
            .copy_fraction = rate / copy_rate,
            .noise = std::abs(timings[0].median_s - timings[2].median_s) / best_copy.median_s};
}

}  // namespace softknee::bench
