// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <reference/mpfr_number.hpp>
#include <softknee/dtype.hpp>

#include "number_format.hpp"

/// Rounding to a dtype and distance in it, from a real number that is known in more bits than the dtype has:
/// `long double` or `mpfr_number`.
///
/// The unit in the last place (ULP) of a real number is the spacing of the dtype's numbers in the binade of that
/// number; below the smallest normal number it is the spacing of the subnormals, above the largest that of the last
/// binade.
namespace softknee_accuracy {

namespace detail {

inline long double magnitude(long double a) {
    return std::fabs(a);
}
inline softknee_reference::mpfr_number magnitude(const softknee_reference::mpfr_number& a) {
    return abs(a);
}

inline bool is_nan(long double a) {
    return std::isnan(a);
}
inline bool is_nan(const softknee_reference::mpfr_number& a) {
    return mpfr_nan_p(a.get()) != 0;
}

inline bool is_infinite(long double a) {
    return std::isinf(a);
}
inline bool is_infinite(const softknee_reference::mpfr_number& a) {
    return mpfr_inf_p(a.get()) != 0;
}

inline bool is_zero(long double a) {
    return a == 0;
}
inline bool is_zero(const softknee_reference::mpfr_number& a) {
    return mpfr_zero_p(a.get()) != 0;
}

inline bool is_negative(long double a) {
    return std::signbit(a);
}
inline bool is_negative(const softknee_reference::mpfr_number& a) {
    return mpfr_signbit(a.get()) != 0;
}

/// floor(log2 |a|) for a finite a that is not 0
inline long exponent(long double a) {
    return std::ilogb(a);
}
inline long exponent(const softknee_reference::mpfr_number& a) {
    return mpfr_get_exp(a.get()) - 1;
}

/// a 2^power, exactly
inline long double scale(long double a, long power) {
    return std::ldexp(a, static_cast<int>(power));
}
inline softknee_reference::mpfr_number scale(const softknee_reference::mpfr_number& a, long power) {
    softknee_reference::mpfr_number result(a);
    mpfr_mul_2si(result.get(), result.get(), power, MPFR_RNDN);
    return result;
}

inline long double floor(long double a) {
    return std::floor(a);
}
inline softknee_reference::mpfr_number floor(const softknee_reference::mpfr_number& a) {
    softknee_reference::mpfr_number result;
    mpfr_floor(result.get(), a.get());
    return result;
}

inline double to_double(long double a) {
    return static_cast<double>(a);
}
inline double to_double(const softknee_reference::mpfr_number& a) {
    return mpfr_get_d(a.get(), MPFR_RNDN);
}

/// The exponent of the ULP of a finite number.
template <class Number>
long unit_exponent(const number_format& format, const Number& a) {
    if (is_zero(a)) return format.smallest_unit();
    return std::clamp<long>(exponent(a), format.minimum_exponent, format.maximum_exponent) - (format.precision - 1);
}

}  // namespace detail

struct rounded_number {
    std::uint64_t bits;
    /// How far the real number is from the nearest point at which rounding changes, in ULP.
    double boundary_distance;
};

/// The nearest number of the dtype, with ties to even, subnormals and overflow. A NaN gives a NaN.
template <class Number>
rounded_number round_to(softknee::dtype type, const Number& exact) {
    const number_format format = format_of(type);
    if (detail::is_nan(exact)) return {format.infinity() + 1, 0.5};
    const std::uint64_t sign = detail::is_negative(exact) ? format.sign_bit() : 0;
    if (detail::is_zero(exact)) return {sign, 0.5};
    if (detail::is_infinite(exact) || detail::exponent(exact) > format.maximum_exponent) {
        return {sign | format.infinity(), 0.5};
    }
    const long unit = detail::unit_exponent(format, exact);
    const Number count = detail::scale(detail::magnitude(exact), -unit);
    const Number below = detail::floor(count);
    const Number half = Number(0.5);
    const Number rest = count - below;
    auto units = static_cast<std::uint64_t>(detail::to_double(below));
    if (rest > half || (rest == half && units % 2 == 1)) ++units;
    // With the hidden bit counted in `units`, a carry into the next binade, or to infinity, comes out by itself.
    const auto binade = static_cast<std::uint64_t>(unit - format.smallest_unit());
    return {sign | ((binade << (format.precision - 1)) + units), std::fabs(detail::to_double(Number(rest - half)))};
}

/// |computed - exact| in ULP of the exact number. 0 where both overflow alike; a computed infinity counts as the number
/// that would follow the largest one.
template <class Number>
double ulp_distance(softknee::dtype type, std::uint64_t computed, const Number& exact) {
    const number_format format = format_of(type);
    if (format.is_nan(computed) || detail::is_nan(exact)) {
        return format.is_nan(computed) && detail::is_nan(exact) ? 0 : std::numeric_limits<double>::infinity();
    }
    if (format.is_infinite(computed) && round_to(type, exact).bits == computed) return 0;
    if (detail::is_infinite(exact)) return std::numeric_limits<double>::infinity();
    Number value = decode(type, computed);
    if (format.is_infinite(computed)) {
        value = std::ldexp(format.negative(computed) ? -1.0L : 1.0L, format.maximum_exponent + 1);
    }
    return detail::to_double(
        detail::scale(detail::magnitude(Number(value - exact)), -detail::unit_exponent(format, exact)));
}

}  // namespace softknee_accuracy
