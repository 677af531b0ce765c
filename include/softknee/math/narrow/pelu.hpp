// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_pair.hpp>
#include <softknee/math/narrow/parameter.hpp>

namespace softknee::math::narrow {

/// x >= 0 ? (a / b) x : a expm1(x / b), b between the bounds of its reciprocal. With a negative b, e^(x / b) ends at
/// e^88.
template <class Real>
struct pelu_slopes {
    Real by_x;
    Real by_a;
    Real by_b;
};

template <class Real>
struct pelu {
    Real a;
    Real inverse;  ///< 1 / b
    Real ratio;    ///< a / b

    SOFTKNEE_FUNCTION pelu(Real height, Real b) : a(height), inverse(bounded_reciprocal(b)), ratio(a * inverse) {}

    SOFTKNEE_FUNCTION Real forward(Real x) const {
        const exponential_pair<Real> e = make_exponential_pair(limited(x * inverse, -17.5, 88));
        return select(x < Real(0), a * e.less_one, ratio * x);
    }

    SOFTKNEE_FUNCTION pelu_slopes<Real> slopes(Real x) const {
        const Real t = x * inverse;
        const exponential_pair<Real> e = make_exponential_pair(limited(t, -87, 88));
        const auto falls = x < Real(0);
        const Real power = select(t < Real(-87), 0.0, e.scaled);
        const Real by_x = ratio * select(falls, power, Real(1));
        // Where the slope has vanished, x / b may be infinite.
        return {by_x, select(falls, e.less_one, t), select(by_x == Real(0), 0.0, -(by_x * t))};
    }
};

}  // namespace softknee::math::narrow
