// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <softknee/dtype.hpp>

namespace softknee_accuracy {

/// A binary interchange format of IEEE 754, or bfloat16.
struct number_format {
    int precision;         ///< bits of the significand, the leading one included
    int minimum_exponent;  ///< of the smallest normal number
    int maximum_exponent;  ///< of the largest number
    int width;             ///< bits of a pattern

    /// The exponent of the spacing of subnormal numbers.
    constexpr int smallest_unit() const { return minimum_exponent - (precision - 1); }
    constexpr std::uint64_t sign_bit() const { return std::uint64_t(1) << (width - 1); }
    constexpr std::uint64_t infinity() const {
        return std::uint64_t(maximum_exponent - minimum_exponent + 2) << (precision - 1);
    }
    constexpr std::uint64_t magnitude(std::uint64_t bits) const { return bits & (sign_bit() - 1); }
    constexpr bool negative(std::uint64_t bits) const { return (bits & sign_bit()) != 0; }
    constexpr bool is_nan(std::uint64_t bits) const { return magnitude(bits) > infinity(); }
    constexpr bool is_infinite(std::uint64_t bits) const { return magnitude(bits) == infinity(); }
    constexpr bool is_zero(std::uint64_t bits) const { return magnitude(bits) == 0; }
};

constexpr number_format format_of(softknee::dtype type) {
    switch (type) {
        case softknee::dtype::float16:
            return {11, -14, 15, 16};
        case softknee::dtype::bfloat16:
            return {8, -126, 127, 16};
        case softknee::dtype::float32:
            return {24, -126, 127, 32};
        case softknee::dtype::float64:
            return {53, -1022, 1023, 64};
    }
    return {};
}

/// The number that a pattern stands for, exactly.
inline long double decode(softknee::dtype type, std::uint64_t bits) {
    const number_format format = format_of(type);
    const std::uint64_t magnitude = format.magnitude(bits);
    const long double sign = format.negative(bits) ? -1.0L : 1.0L;
    if (format.is_nan(bits)) return std::numeric_limits<long double>::quiet_NaN();
    if (format.is_infinite(bits)) return sign * std::numeric_limits<long double>::infinity();
    const std::uint64_t leading = std::uint64_t(1) << (format.precision - 1);
    const int field = static_cast<int>(magnitude >> (format.precision - 1));
    if (field == 0) return sign * std::ldexp(static_cast<long double>(magnitude), format.smallest_unit());
    const std::uint64_t significand = leading | (magnitude & (leading - 1));
    return sign * std::ldexp(static_cast<long double>(significand), format.smallest_unit() + field - 1);
}

/// The same as a double, faster, for a type of 32 or 16 bits.
inline double decode_quickly(softknee::dtype type, std::uint64_t bits) {
    if (type == softknee::dtype::float32) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (type == softknee::dtype::bfloat16) return std::bit_cast<float>(static_cast<std::uint32_t>(bits << 16));
    const number_format format = format_of(type);
    if (format.magnitude(bits) >= format.infinity()) return static_cast<double>(decode(type, bits));
    const double magnitude = std::bit_cast<double>(format.magnitude(bits) << (53 - format.precision));
    return (format.negative(bits) ? -0x1p1008 : 0x1p1008) * magnitude;
}

}  // namespace softknee_accuracy
