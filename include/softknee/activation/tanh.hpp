// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/hyperbolic.hpp>
#include <softknee/math/narrow/tanh.hpp>
#include <softknee/math/scaled_exponential.hpp>

namespace softknee {

/// The hyperbolic tangent.
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct tanh {
    static constexpr activation_description description{
        .name = "tanh",
        .formula = "tanh(x)",
        .derivative = "1 - tanh(x)^2",
        .source = "LeCun et al., Efficient BackProp, 1998",
    };

    /// Within 0.71 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh(x);
        } else {
            const Real magnitude = math::at_most(math::abs(x), Real(math::tanh_limit<Real>));
            return math::copysign(math::divide_tanh(magnitude).value(), x);
        }
    }

    /// 1 / cosh^2(x), within 0.8 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_derivative(x);
        } else {
            // Where 1 - tanh^2 is 0.
            constexpr double limit = math::is_double<Real> ? 380 : 55;
            const Real magnitude = math::at_most(math::abs(x), Real(limit));
            const math::scaled_sech_squared<Real> slope =
                math::sech_squared(math::two<Real>{magnitude, Real(0)}, Real(math::round_to_integer<Real> + 2));
            return math::times_power_of_two(slope.value.value(), slope.shifted);
        }
    }

    /// 1 - y^2; |y| above 1 counts as 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_derivative_from_output(y);
        } else {
            return math::at_least(math::fma(-y, y, Real(1)), Real(0));
        }
    }
};

}  // namespace softknee
