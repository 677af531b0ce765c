// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = b tanh(a x).
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct scaled_tanh {
    double a = 2.0 / 3.0;
    double b = 1.7159;

    static constexpr activation_description description{
        .name = "scaled_tanh",
        .formula = "b * tanh(a * x)",
        .derivative = "a * b * (1 - tanh(a * x)^2)",
        .source = "LeCun et al., Efficient BackProp, 1998",
    };
    static constexpr auto parameters() {
        return std::array{parameter<scaled_tanh>{"a", &scaled_tanh::a, parameter_range::positive},
                          parameter<scaled_tanh>{"b", &scaled_tanh::b, parameter_range::positive}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real a, Real b) {
        // Where a x underflows, or nearly, the function is a b x: computed with x scaled up.
        constexpr double up = math::is_double<Real> ? 0x1p300 : 0x1p64;
        constexpr double tiny = math::is_double<Real> ? 0x1p-900 : 0x1p-100;
        const math::two<Real> t = math::two_product(a, x);
        const Real line = x * Real(up) * a * b * Real(1 / up);
        return math::select(math::abs(t.hi) < Real(tiny), line, b * math::tanh(t));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real a, Real b) {
        const math::two<Real> t = math::two_product(a, x);
        return math::sigmoid_slope_times(Real(4), math::two<Real>{t.hi + t.hi, t.lo + t.lo}, a, b);
    }

    /// (a / b) (b - y) (b + y); |y| above b counts as b.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real a, Real b) {
        const Real magnitude = math::abs(y);
        const Real sum = math::divide_by_parameter(b + magnitude, b).value();
        return math::select(magnitude >= b, 0.0, a * (b - magnitude) * sum);
    }
};

}  // namespace softknee
