// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>

namespace softknee {

/// Sigmoid linear unit: y = x sigmoid(x), swish with beta 1.
struct silu {
    static constexpr activation_description description{
        .name = "silu",
        .formula = "x * sigmoid(x)",
        .derivative = "s + x * s * (1 - s), s = sigmoid(x)",
        .source = "Elfwing, Uchibe and Doya, arXiv:1702.03118",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::silu(x);
        } else {
            return math::sigmoid_gate(x, math::two<Real>{x, Real(0)}, Real(1));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::silu_derivative(x);
        } else {
            return math::swish_derivative(math::two<Real>{x, Real(0)});
        }
    }
};

}  // namespace softknee
