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
            // x (x + 3) with both rounding errors, then one rounding. x + 3 is exact near the root.
            const Real limited = math::at_least(x, Real(-3));
            const math::two<Real> sum = math::fast_two_sum(Real(3), limited);
            const Real p = limited * sum.hi;
            const Real p_lo = math::fma(limited, sum.lo, math::fma(limited, sum.hi, -p));
            const Real inside = math::product(math::two<Real>{p, p_lo}, a_sixth<Real>());
            // The terms of a zero have both signs.
            return math::select(x >= Real(3), x, math::copysign(inside, x));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::hard_swish_derivative(x);
        } else {
            // 2 x + 3 with its rounding error; it is exact near the root.
            const Real sum = math::fma(Real(2), x, Real(3));
            const math::two<Real> exact_sum{sum, math::fma(Real(2), x, Real(3) - sum)};
            const Real inside = math::product(exact_sum, a_sixth<Real>());
            return math::select(x <= Real(-3), 0.0, math::select(x >= Real(3), 1.0, inside));
        }
    }

private:
    /// 1 / 6 with a leading part that is rounded up in both types: a tie just above 0 must not become 0.
    template <class Real>
    SOFTKNEE_FUNCTION static constexpr math::two<Real> a_sixth() {
        return math::two_constant<Real>(0x1.5555555555556p-3, -0x1.5555555555555p-56);
    }
};

}  // namespace softknee
