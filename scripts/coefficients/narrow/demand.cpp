// SPDX-License-Identifier: Apache-2.0
#include "demand.hpp"

#include <accuracy/number_format.hpp>
#include <algorithm>
#include <cmath>

namespace softknee_coefficients {
namespace {

using softknee_accuracy::number_format;

constexpr float infinity = std::numeric_limits<float>::infinity();

/// The nearest floats within [low, high].
interval inside(double low, double high) {
    interval result{static_cast<float>(low), static_cast<float>(high)};
    if (result.low < low) result.low = std::nextafter(result.low, infinity);
    if (result.high > high) result.high = std::nextafter(result.high, -infinity);
    return result;
}

/// How much larger and smaller, as a fraction, a number with these leading digits may become before its product with
/// some significand of `precision` bits passes a tie and is then farther off than `product_bound`.
struct freedom {
    double up = 1;
    double down = 1;
};
freedom find_freedom(double significand, int precision) {
    // The second rounding, to float32, takes 2^-24 of a product.
    const double error = product_bound - 0.5 - 2e-5;
    const double end = std::ldexp(1.0, precision);
    freedom result;
    for (double factor = end / 2; factor < end; ++factor) {
        double product = factor * significand;
        if (product >= end) product /= 2;
        const double fraction = product - std::floor(product);
        const double to_upper_tie = fraction < 0.5 ? 0.5 - fraction : 1.5 - fraction;
        const double to_lower_tie = 1 - to_upper_tie;
        if (to_upper_tie > error) result.up = std::min(result.up, to_upper_tie / product);
        if (to_lower_tie > error) result.down = std::min(result.down, to_lower_tie / product);
    }
    const auto less_rounding = [](double distance) { return (distance - 0x1p-24) * 0.999; };
    return {less_rounding(result.up), less_rounding(result.down)};
}

}  // namespace

interval make_rounding_interval(softknee::dtype type, std::uint16_t expected) {
    const number_format format = softknee_accuracy::format_of(type);
    const std::uint64_t magnitude = format.magnitude(expected);
    const auto value = [&](std::uint64_t pattern) {
        return pattern == format.infinity() ? std::ldexp(1.0, format.maximum_exponent + 1)
                                            : static_cast<double>(softknee_accuracy::decode(type, pattern));
    };
    const double outer = magnitude == format.infinity() ? std::numeric_limits<double>::infinity()
                                                        : (value(magnitude) + value(magnitude + 1)) / 2;
    const double inner = magnitude == 0 ? -outer : (value(magnitude) + value(magnitude - 1)) / 2;
    // Ties are floats, and go to the even number.
    interval result{static_cast<float>(inner), static_cast<float>(outer)};
    if (magnitude % 2 != 0) {
        result.low = std::nextafter(result.low, infinity);
        result.high = std::nextafter(result.high, -infinity);
    }
    return format.negative(expected) ? interval{-result.high, -result.low} : result;
}

interval make_product_interval(softknee::dtype type, double exact) {
    const number_format format = softknee_accuracy::format_of(type);
    const bool wide = type == softknee::dtype::bfloat16;
    const double magnitude = std::fabs(exact);
    if (magnitude >= std::ldexp(1.0, format.maximum_exponent + 1)) return {};
    // Times the largest dy, what is smaller than the first is subnormal, and smaller than the second is 0.
    const double smallest_normal = wide ? 0x1p-126 : 0x1p-30;
    const double smallest = wide ? 0 : 0x1p-42;
    if (magnitude < smallest) {
        if (exact == 0) return {static_cast<float>(-smallest), static_cast<float>(smallest)};
        return exact > 0 ? interval{0, static_cast<float>(smallest)} : interval{static_cast<float>(-smallest), 0};
    }
    // This close, no product is farther off than the bound, whichever side of a tie it is on.
    double tolerance = (wide ? 3.8e-6 : 4.28e-7) * std::max(magnitude, wide ? 0 : smallest_normal);
    if (wide && magnitude < smallest_normal) tolerance += 0x1p-149;
    double up = tolerance;
    double down = tolerance;
    if (magnitude >= smallest_normal) {
        const freedom free = find_freedom(std::ldexp(magnitude, -std::ilogb(magnitude)), format.precision);
        up = std::max(up, free.up * magnitude);
        down = std::max(down, free.down * magnitude);
    }
    return exact < 0 ? inside(exact - up, exact + down) : inside(exact - down, exact + up);
}

interval make_distance_interval(softknee::dtype type, double exact) {
    const number_format format = softknee_accuracy::format_of(type);
    if (exact == 0 || std::fabs(exact) >= std::ldexp(1.0, format.maximum_exponent)) return {};
    const int exponent = std::max(std::ilogb(exact), format.minimum_exponent);
    const double unit = std::ldexp(1.0, exponent - (format.precision - 1));
    const double fraction = std::fmod(std::fabs(exact), unit) / unit;
    if (std::fabs(fraction - 0.5) > 0.25) return {};
    double distance = free_distance * unit;
    if (type == softknee::dtype::bfloat16) distance += 0x1p-148;  // two of float32's smallest subnormal numbers
    return inside(exact - distance, exact + distance);
}

}  // namespace softknee_coefficients
