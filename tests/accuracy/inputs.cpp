// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

constexpr int neighbours = 2;

std::uint64_t regular_count(softknee::dtype type, std::uint64_t stride) {
    switch (type) {
        case softknee::dtype::float32:
            return ((std::uint64_t(1) << 32) + stride - 1) / stride;
        case softknee::dtype::float64:
            return 2 * ((std::uint64_t(1) << 25) / stride + 1);
        default:
            return 65536;
    }
}

void add_with_neighbours(std::vector<std::uint64_t>& patterns, const number_format& format, std::uint64_t centre) {
    for (int step = -neighbours; step <= neighbours; ++step) {
        const auto magnitude = static_cast<std::int64_t>(centre) + step;
        if (magnitude < 0 || static_cast<std::uint64_t>(magnitude) > format.infinity()) continue;
        patterns.push_back(static_cast<std::uint64_t>(magnitude));
        patterns.push_back(static_cast<std::uint64_t>(magnitude) | format.sign_bit());
    }
}

std::vector<std::uint64_t> edges_of(softknee::dtype type, std::span<const double> centres) {
    const number_format format = format_of(type);
    std::vector<std::uint64_t> patterns;
    const auto add = [&](long double value) {
        add_with_neighbours(patterns, format, round_to(type, std::fabs(value)).bits);
    };
    add_with_neighbours(patterns, format, format.infinity());
    for (int exponent = format.smallest_unit(); exponent <= format.maximum_exponent; exponent += 5) {
        add(std::ldexp(1.0L, exponent));
    }
    add(std::ldexp(1.0L, format.minimum_exponent));
    for (int quarters = 0; quarters <= 32; ++quarters) add(quarters / 4.0L);
    for (double centre : centres) add(centre);
    std::ranges::sort(patterns);
    const auto repeated = std::ranges::unique(patterns);
    patterns.erase(repeated.begin(), repeated.end());
    return patterns;
}

}  // namespace

input_patterns::input_patterns(softknee::dtype type, std::uint64_t stride, std::span<const double> centres)
    : type_(type), stride_(stride), regular_(regular_count(type, stride)) {
    if (softknee::size_of(type) > 2) edges_ = edges_of(type, centres);
}

std::uint64_t input_patterns::regular(std::uint64_t index) const {
    if (type_ != softknee::dtype::float64) return index * (type_ == softknee::dtype::float32 ? stride_ : 1);
    const std::uint64_t half = regular_ / 2;
    // The multiples of 2^64 over the golden ratio fill the patterns evenly, with full significands.
    if (index < half) return index * 0x9e3779b97f4a7c15;
    static constexpr double radius[] = {40, 2, 40, 760};
    const std::uint64_t step = index - half;
    const double fraction = (static_cast<double>(step) + 0.30901699437494745) / static_cast<double>(half);
    return std::bit_cast<std::uint64_t>(radius[step % 4] * (2 * fraction - 1));
}

}  // namespace softknee_accuracy
