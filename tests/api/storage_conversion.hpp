// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include <device/bit_patterns.hpp>
#include <softknee/dtype.hpp>

/// Bit patterns <-> numbers by the definition of the formats, slowly, and independent of the library.
namespace softknee::test {

/// The number that a pattern stands for; exact, since every dtype's numbers are doubles.
inline double decode(dtype type, std::uint64_t bits) {
    const bit_format format(type);
    const std::uint64_t magnitude = bits & format.magnitude_mask();
    const std::uint64_t fraction = magnitude & ((std::uint64_t(1) << format.mantissa_bits) - 1);
    const int field = static_cast<int>(magnitude >> format.mantissa_bits);
    const int bias = (1 << (format.exponent_bits() - 1)) - 1;
    const double sign = bits > format.magnitude_mask() ? -1 : 1;
    if (format.is_nan(bits)) return NAN;
    if (magnitude == format.exponent_mask()) return sign * INFINITY;
    const std::uint64_t hidden = field == 0 ? 0 : std::uint64_t(1) << format.mantissa_bits;
    const int exponent = std::max(field, 1) - bias - format.mantissa_bits;
    return sign * std::ldexp(static_cast<double>(hidden | fraction), exponent);
}

/// The pattern of the number nearest to `value`, ties to even.
inline std::uint64_t encode(dtype type, double value) {
    if (type == dtype::float64) return std::bit_cast<std::uint64_t>(value);
    const bit_format format(type);
    const int bias = (1 << (format.exponent_bits() - 1)) - 1;
    const std::uint64_t sign = std::signbit(value) ? format.magnitude_mask() + 1 : 0;
    if (std::isnan(value)) return sign | format.exponent_mask() | (std::uint64_t(1) << (format.mantissa_bits - 1));
    if (std::isinf(value)) return sign | format.exponent_mask();
    if (value == 0) return sign;
    const int exponent = std::max(std::ilogb(value), 1 - bias);
    const double units = std::nearbyint(std::ldexp(std::fabs(value), format.mantissa_bits - exponent));
    // The significand's leading one is added to the exponent field, and so is a carry out of it.
    const std::uint64_t field = static_cast<std::uint64_t>(exponent + bias - 1) << format.mantissa_bits;
    return sign | std::min(field + static_cast<std::uint64_t>(units), format.exponent_mask());
}

}  // namespace softknee::test
