// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <reference/mpfr_number.hpp>
#include <softknee/math.hpp>

/// How far the building blocks of the activations are from what they stand for.
namespace softknee_accuracy {

using softknee_reference::mpfr_number;

template <class T>
using real = softknee::math::real<T, T>;
template <class T>
using pair = softknee::math::two<real<T>>;

template <class T>
inline constexpr bool is_double = std::numeric_limits<T>::digits > 30;

template <class T>
mpfr_number exact(real<T> v) {
    return mpfr_number(static_cast<double>(v.value));
}
template <class T>
mpfr_number exact(pair<T> v) {
    return exact<T>(v.hi) + exact<T>(v.lo);
}

/// |computed / expected - 1|, as a fraction; in ULP of the result if `in_ulp`.
template <class T>
double block_error(const mpfr_number& computed, const mpfr_number& expected, bool in_ulp = false) {
    const auto error = static_cast<double>(abs(computed / expected - mpfr_number(1)).to_long_double());
    if (!in_ulp) return error;
    int exponent = 0;
    const double fraction = std::frexp(static_cast<double>(expected.to_long_double()), &exponent);
    return error * std::fabs(fraction) * std::ldexp(1.0, std::numeric_limits<T>::digits);
}

/// The largest error(x) over numbers that are evenly spread over [first, last], among them neither end.
template <class T, class Error>
double largest_over(double first, double last, const Error& error) {
    constexpr int points = 10007;
    double worst = 0;
    for (int i = 0; i < points; ++i) {
        const double found = error(static_cast<T>(first + (last - first) * (i + 0.5) / points));
        worst = found <= worst ? worst : found;
    }
    return worst;
}

/// The same for numbers whose logarithms are evenly spread.
template <class T, class Error>
double largest_over_scales(double first, double last, const Error& error) {
    return largest_over<double>(std::log(first), std::log(last),
                                [&](double logarithm) { return error(static_cast<T>(std::exp(logarithm))); });
}

}  // namespace softknee_accuracy
