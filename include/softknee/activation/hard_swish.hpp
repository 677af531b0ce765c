// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/algebraic.hpp>

namespace softknee {

/// y = x clip(x / 6 + 1/2, 0, 1). The derivative is 0 at -3 and 1 at 3.
struct hard_swish {
    static constexpr activation_description description{
        .name = "hard_swish",
        .formula = "x * min(max(x / 6 + 1 / 2, 0), 1)",
        .derivative = "x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 1 / 2",
        .source = "Howard et al., arXiv:1905.02244",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::hard_swish(x);
        } else {
            const Real weight = (x + Real(3)) * Real(1.0 / 6);
            const auto tiny = math::abs(x) < Real(2 * math::format<Real>::epsilon);
            const Real inside = math::select(tiny, math::half_of_tiny(x, Real(1)), x * weight);
            return math::select(x <= Real(-3), Real(-0.0), math::select(x >= Real(3), x, inside));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::hard_swish_derivative(x);
        } else {
            const Real inside = math::divide(math::fma(Real(2), x, Real(3)), Real(6));
            return math::select(x <= Real(-3), 0.0, math::select(x >= Real(3), 1.0, inside));
        }
    }
};

}  // namespace softknee
