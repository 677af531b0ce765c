// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/swish.hpp>
#include <softknee/learnable/description.hpp>
#include <softknee/math/narrow/gate_of_product.hpp>
#include <softknee/math/sigmoid.hpp>

namespace softknee {

/// swish with beta learned: y = x sigmoid(beta x).
struct learnable_swish {
    static constexpr activation_description description{
        .name = "learnable_swish",
        .formula = "x * sigmoid(beta * x)",
        .derivative = "s + beta * x * s * (1 - s), s = sigmoid(beta x)",
        .source = "Ramachandran, Zoph and Le, arXiv:1710.05941",
    };
    static constexpr std::array<std::string_view, 1> parameter_names{"beta"};

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::gate_of_product(x, beta);
        } else {
            return swish::forward(x, beta);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::slopes_of_gate_of_product(x, beta).by_x;
        } else {
            return swish::derivative(x, beta);
        }
    }

    /// dy x^2 s (1 - s)
    template <class Real>
    SOFTKNEE_FUNCTION static parameter_terms<Real, 1> terms(Real x, Real dy, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return {{passed_on(dy, math::narrow::slopes_of_gate_of_product(x, beta).by_beta)}};
        } else {
            return {{passed_on(dy, by_beta(x, beta))}};
        }
    }

private:
    /// x^2 s (1 - s). What beta x loses by being rounded changes the factor e^-|beta x| of s (1 - s), and little else.
    template <class Real>
    SOFTKNEE_FUNCTION static Real by_beta(Real x, Real beta) {
        const math::two<Real> t = math::two_product(x, beta);
        const Real lost = math::select(math::abs(t.hi) < Real(math::sigmoid_limit<Real>), t.lo, Real(0));
        const Real rounded = math::sigmoid_slope(t.hi);
        const Real slope = math::fma(rounded, -(lost * math::copysign(Real(1), t.hi)), rounded);
        // Not 0 times infinity where the slope has vanished.
        return math::select(slope == Real(0), 0.0, (x * slope) * x);
    }
};

}  // namespace softknee
