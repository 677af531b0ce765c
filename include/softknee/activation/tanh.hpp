// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/tanh.hpp>

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

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh(x);
        } else {
            return math::tanh(math::two<Real>{x, Real(0)});
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_derivative(x);
        } else {
            return math::sigmoid_slope_times(Real(4), math::two<Real>{x + x, Real(0)});
        }
    }

    /// 1 - y^2; |y| above 1 counts as 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_derivative_from_output(y);
        } else {
            return math::select(math::abs(y) >= Real(1), 0.0, math::fma(-y, y, Real(1)));
        }
    }
};

}  // namespace softknee
