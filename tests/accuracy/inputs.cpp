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

/// How many patterns on either side of a transition are fed.
std::uint64_t radius(softknee::dtype type) {
    return type == softknee::dtype::float32 ? 1 << 15 : 1 << 7;
}

void add_around(std::vector<std::uint64_t>& patterns, const number_format& format, std::uint64_t centre,
                std::uint64_t radius) {
    const std::uint64_t sign = centre & format.sign_bit();
    const std::uint64_t magnitude = format.magnitude(centre);
    const std::uint64_t first = magnitude < radius ? 0 : magnitude - radius;
    for (std::uint64_t i = first; i < std::min(magnitude + radius, format.infinity()); ++i)
        patterns.push_back(sign | i);
}

std::vector<std::uint64_t> edges_of(softknee::dtype type, std::span<const double> centres,
                                    std::span<const std::uint64_t> transitions) {
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
    for (std::uint64_t transition : transitions) add_around(patterns, format, transition, radius(type));
    std::ranges::sort(patterns);
    const auto repeated = std::ranges::unique(patterns);
    patterns.erase(repeated.begin(), repeated.end());
    return patterns;
}

}  // namespace

input_patterns::input_patterns(softknee::dtype type, std::uint64_t stride, std::span<const double> centres,
                               std::span<const std::uint64_t> transitions)
    : type_(type), stride_(softknee::size_of(type) == 2 ? 1 : stride), regular_(regular_count(type, stride)) {
    const bool has_all = type != softknee::dtype::float64 && stride_ == 1;
    if (!has_all) edges_ = edges_of(type, centres, transitions);
}

std::uint64_t input_patterns::regular_double(std::uint64_t index) const {
    const std::uint64_t half = regular_ / 2;
    // The multiples of 2^64 over the golden ratio fill the patterns evenly, with full significands.
    if (index < half) return index * 0x9e3779b97f4a7c15;
    static constexpr double radius[] = {40, 2, 40, 760};
    const std::uint64_t step = index - half;
    const double fraction = (static_cast<double>(step) + 0.30901699437494745) / static_cast<double>(half);
    return std::bit_cast<std::uint64_t>(radius[step % 4] * (2 * fraction - 1));
}

}  // namespace softknee_accuracy
