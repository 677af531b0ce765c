// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/normal.hpp>
#include <softknee/math/narrow/normal_derivative.hpp>

namespace softknee {

/// Gaussian error linear unit: y = x Phi(x), Phi being the distribution function of the standard normal.
///
/// Computed from the tail Phi(-|x|) = e^(-x^2/2) erfcx(|x| / sqrt 2) / 2: 1 + erf would lose every digit below x = -5.
struct gelu {
    static constexpr activation_description description{
        .name = "gelu",
        .formula = "x / 2 * erfc(-x / sqrt(2))",
        .derivative = "erfc(-x / sqrt(2)) / 2 + x * exp(-x^2 / 2) / sqrt(2 * pi)",
        .source = "Hendrycks and Gimpel, arXiv:1606.08415",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::normal_gate(x);
        } else {
            return math::normal_gate(x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::normal_gate_derivative(x);
        } else {
            return math::normal_gate_derivative(x);
        }
    }
};

}  // namespace softknee
