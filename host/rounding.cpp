// SPDX-License-Identifier: Apache-2.0
#include <host/rounding.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace softknee::host {
namespace {

/// Rounds to `digits` significant bits above the spacing 2^lowest of the subnormals, and to infinity from 2^highest on.
double rounded(double value, int digits, int lowest, int highest) {
    if (value == 0 || !std::isfinite(value)) return value;
    int exponent = 0;
    std::frexp(value, &exponent);
    const int spacing = std::max(exponent - digits, lowest);
    const double result = std::ldexp(std::nearbyint(std::ldexp(value, -spacing)), spacing);
    return std::abs(result) >= std::ldexp(1.0, highest) ? std::copysign(std::numeric_limits<double>::infinity(), value)
                                                        : result;
}

}  // namespace

double rounded_to(dtype type, double value) {
    switch (type) {
        case dtype::float16:
            return rounded(value, 11, -24, 16);
        case dtype::bfloat16:
            return rounded(value, 8, -133, 128);
        case dtype::float32:
            return rounded(value, 24, -149, 128);
        case dtype::float64:
            return value;
    }
    return value;
}

}  // namespace softknee::host
