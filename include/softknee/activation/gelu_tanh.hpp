// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative.hpp>

namespace softknee {

/// The tanh approximation of gelu: y = x sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3).
///
/// The derivative is that of this y, not of gelu.
struct gelu_tanh {
    static constexpr activation_description description{
        .name = "gelu_tanh",
        .formula = "x * sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 * x^3))",
        .derivative = "s + x * s * (1 - s) * 2 * sqrt(2 / pi) * (1 + 0.134145 * x^2), s = sigmoid(2 u)",
        .source = "Hendrycks and Gimpel, arXiv:1606.08415, section 2",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::gelu_tanh(x);
        } else {
            return math::gelu_tanh(x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::gelu_tanh_derivative(x);
        } else {
            return math::gelu_tanh_slope(x);
        }
    }
};

}  // namespace softknee
