// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative.hpp>

namespace softknee {

/// The logistic function: y = 1 / (1 + e^-x).
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct sigmoid {
    static constexpr activation_description description{
        .name = "sigmoid",
        .formula = "1 / (1 + exp(-x))",
        .derivative = "s * (1 - s), s = sigmoid(x)",
        .source = "Rumelhart, Hinton and Williams, Nature 323, 533 (1986)",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::sigmoid(x);
        } else {
            return math::sigmoid(x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::sigmoid_derivative(x);
        } else {
            return math::sigmoid_slope(x);
        }
    }

    /// y - y^2; a y outside [0, 1] counts as the nearer end.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::sigmoid_derivative_from_output(y);
        } else {
            return math::select((y <= Real(0)) | (y >= Real(1)), 0.0, math::fma(-y, y, y));
        }
    }
};

}  // namespace softknee
