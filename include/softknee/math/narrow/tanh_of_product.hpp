// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_pair.hpp>
#include <softknee/math/narrow/tanh.hpp>

namespace softknee::math::narrow {

/// tanh t and sech^2 t as factors of what follows, and not only rounded to 16 bits.
template <class Real>
struct hyperbolic_factors {
    Real value;
    Real slope;
};

/// With e = e^(-2 |t|): (1 - e) / (1 + e), from expm1, and 4 e / (1 + e)^2, which is 0 where it is too small for other
/// factors to bring it back, 2^-122 in float16 and 2^-150 in bfloat16. The quotient of polynomials that the tanh of 16
/// bits is ends where that rounds to 1.
template <class Real>
SOFTKNEE_FUNCTION hyperbolic_factors<Real> tanh_and_slope(Real t) {
    constexpr bool wide = is_bfloat16<Real>;
    const Real limit(wide ? 54 : 43);
    const Real a = at_most(abs(t), limit);
    // bfloat16: 2^32 higher, so that the last product is the only one that can be subnormal.
    const exponential_pair<Real> e = make_exponential_pair < wide ? 32 : 0 > (a * Real(-2));
    const Real q =
        reciprocal_from_seed(e.less_one + Real(2), tanh_derivative_coefficients<typename Real::storage_type>{});
    const Real weight = q * Real(wide ? 0x1p-15 : 2);
    return {copysign(e.less_one * q, t), select(abs(t) > limit, 0.0, (e.scaled * weight) * weight)};
}

}  // namespace softknee::math::narrow
