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
    struct narrow_prepared {
        math::narrow::gate_of_product<Real> gate;

        SOFTKNEE_FUNCTION explicit narrow_prepared(Real beta) : gate(beta) {}

        SOFTKNEE_FUNCTION Real forward(Real x) const { return gate.forward(x); }
        SOFTKNEE_FUNCTION Real derivative(Real x) const { return gate.slopes(x).by_x; }
        SOFTKNEE_FUNCTION parameter_terms<Real, 1> terms(Real x, Real dy) const {
            return {{passed_on(dy, gate.slopes(x).by_beta)}};
        }
    };

    template <class Real>
    struct wide_prepared {
        swish::forward<Real> function;
        swish::derivative<Real> slope;

        SOFTKNEE_FUNCTION explicit wide_prepared(Real beta) : function(beta), slope(beta) {}

        SOFTKNEE_FUNCTION Real forward(Real x) const { return function(x); }
        SOFTKNEE_FUNCTION Real derivative(Real x) const { return slope(x); }
        /// dy x^2 s (1 - s). What beta x loses by being rounded changes the factor e^-|beta x| of s (1 - s), and little
        /// else.
        SOFTKNEE_FUNCTION parameter_terms<Real, 1> terms(Real x, Real dy) const {
            const math::two<Real> t = math::two_product(x, function.beta);
            const Real lost = math::select(math::abs(t.hi) < Real(math::sigmoid_limit<Real>), t.lo, Real(0));
            const Real rounded = math::sigmoid_slope(t.hi);
            const Real by_t = math::fma(rounded, -(lost * math::copysign(Real(1), t.hi)), rounded);
            // Not 0 times infinity where the slope has vanished.
            return {{passed_on(dy, math::select(by_t == Real(0), 0.0, (x * by_t) * x))}};
        }
    };

    template <class Real>
    using prepared = math::for_width<Real, narrow_prepared, wide_prepared>;
};

}  // namespace softknee
