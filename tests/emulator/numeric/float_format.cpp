// SPDX-License-Identifier: Apache-2.0
#include <emulator/numeric/float_format.hpp>

#include <bit>
#include <cmath>

namespace softknee_emulator {
namespace {

/// An integral multiple of the format's last place, from the value in such places.
double round_places(double places, bool negative, rounding mode) {
    const double below = std::floor(places);
    const double rest = places - below;
    const bool odd = std::fmod(below, 2) != 0;
    bool up = false;
    switch (mode) {
        case rounding::nearest:
            up = rest > 0.5 || (rest == 0.5 && odd);
            break;
        case rounding::to_zero:
            break;
        case rounding::down:
            up = negative && rest > 0;
            break;
        case rounding::up:
            up = !negative && rest > 0;
            break;
    }
    return up ? below + 1 : below;
}

}  // namespace

double decode(const float_format& format, std::uint32_t bits) {
    const bool negative = (bits & format.sign_bit()) != 0;
    const std::uint32_t magnitude = bits & (format.sign_bit() - 1);
    const std::uint32_t mantissa = magnitude & ((1u << format.mantissa_bits) - 1);
    const int exponent = static_cast<int>(magnitude >> format.mantissa_bits);
    double value;
    if (format.has_infinity ? magnitude > format.infinity() : magnitude == format.nan) {
        value = std::nan("");
    } else if (format.has_infinity && magnitude == format.infinity()) {
        value = INFINITY;
    } else {
        const double significand = mantissa + (exponent == 0 ? 0.0 : std::ldexp(1, format.mantissa_bits));
        value = std::ldexp(significand, (exponent == 0 ? 1 : exponent) - format.bias() - format.mantissa_bits);
    }
    return negative ? -value : value;
}

std::uint32_t encode(const float_format& format, double value, rounding mode, overflow too_large) {
    if (std::isnan(value)) return format.nan;
    const bool negative = std::signbit(value);
    const std::uint32_t sign = negative ? format.sign_bit() : 0;
    const double magnitude = std::fabs(value);
    if (magnitude == 0) return sign;
    const bool clamps = too_large == overflow::to_largest;
    const std::uint32_t beyond = clamps ? format.largest() : format.has_infinity ? format.infinity() : format.nan;
    if (std::isinf(magnitude)) return sign | beyond;

    int exponent = 0;
    std::frexp(magnitude, &exponent);
    const int smallest_exponent = 1 - format.bias();
    const int last_place = std::max(exponent - 1, smallest_exponent) - format.mantissa_bits;
    const double places = round_places(std::ldexp(magnitude, -last_place), negative, mode);
    const double rounded = std::ldexp(places, last_place);
    if (rounded > decode(format, format.largest())) {
        const bool stays =
            mode == rounding::to_zero || (mode == rounding::down && !negative) || (mode == rounding::up && negative);
        return sign | (stays ? format.largest() : beyond);
    }
    if (rounded == 0) return sign;
    int rounded_exponent = 0;
    std::frexp(rounded, &rounded_exponent);
    if (rounded_exponent - 1 < smallest_exponent) {
        return sign | static_cast<std::uint32_t>(std::ldexp(rounded, format.mantissa_bits - smallest_exponent));
    }
    const double significand = std::ldexp(rounded, format.mantissa_bits - (rounded_exponent - 1));
    const auto mantissa = static_cast<std::uint32_t>(significand) - (1u << format.mantissa_bits);
    const auto field = static_cast<std::uint32_t>(rounded_exponent - 1 + format.bias());
    return sign | (field << format.mantissa_bits) | mantissa;
}

double to_odd(double sum, double missing) {
    if (missing == 0 || !std::isfinite(sum)) return sum;
    const auto bits = std::bit_cast<std::uint64_t>(sum);
    if (bits & 1) return sum;
    // The neighbour on the side of what is missing; both neighbours of an even pattern are odd.
    return std::nextafter(sum, missing > 0 ? INFINITY : -INFINITY);
}

}  // namespace softknee_emulator
