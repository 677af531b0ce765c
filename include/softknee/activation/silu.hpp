// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative.hpp>

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
            const Real lowest(-math::sigmoid_limit<Real>);
            const math::gate_input<Real> input = math::limit_gate_input(x, lowest, saturation<Real>());
            return math::sigmoid_gate(x, input, math::two<Real>{input.limited, Real(0)});
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::silu_derivative(x);
        } else if constexpr (!math::is_double<Real>) {
            return math::silu_slope_float(x);
        } else {
            const Real a = math::at_most(math::abs(x), Real(math::sigmoid_limit<Real>));
            return math::product_gate_slope<false>(x > Real(0), math::two<Real>{a, Real(0)});
        }
    }

private:
    /// From here on y rounds to x.
    template <class Real>
    SOFTKNEE_FUNCTION static constexpr Real saturation() {
        return math::just_below<Real>(math::is_double<Real> ? 64 : 32);
    }
};

}  // namespace softknee
