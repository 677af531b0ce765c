// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <reference/mpfr_number.hpp>
#include <softknee/math.hpp>

/// How far the building blocks of the activations are from what they stand for.
namespace softknee_accuracy {

namespace math = softknee::math;
using softknee_reference::mpfr_number;

/// What the blocks are tested for.
using block_types = ::testing::Types<float, double>;

template <class T>
using real = math::real<T, T>;
template <class T>
using pair = math::two<real<T>>;

template <class T>
inline constexpr bool is_double = std::numeric_limits<T>::digits > 30;

inline mpfr_number number(double v) {
    return mpfr_number(v);
}
template <class T>
mpfr_number exact(real<T> v) {
    return number(v.value);
}
template <class T>
mpfr_number exact(pair<T> v) {
    return exact<T>(v.hi) + exact<T>(v.lo);
}

inline double relative_error(const mpfr_number& computed, const mpfr_number& expected) {
    return static_cast<double>(abs(computed / expected - number(1)).to_long_double());
}

/// In ULP of the expected value.
template <class T>
double error_in_ulp(const mpfr_number& computed, const mpfr_number& expected) {
    int exponent = 0;
    const double fraction = std::frexp(static_cast<double>(expected.to_long_double()), &exponent);
    return relative_error(computed, expected) * std::ldexp(std::fabs(fraction), std::numeric_limits<T>::digits);
}

/// The largest error(x) over the middles of 10,007 equal parts of [first, last]; infinite if one is NaN.
template <class T, class Error>
double largest_over(double first, double last, const Error& error) {
    constexpr int parts = 10007;
    double worst = 0;
    for (int i = 0; i < parts; ++i) {
        const double found = error(static_cast<T>(first + (last - first) * (i + 0.5) / parts));
        worst = std::max(worst, std::isnan(found) ? std::numeric_limits<double>::infinity() : found);
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
