// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct elu_coefficients;
template <>
struct elu_coefficients<bfloat16> {
    float expm1[5] = {1.0f, 0x1.fffe5ep-2f, 0x1.5556dap-3f, 0x1.570a9cp-5f, 0x1.11051ep-7f};
};
template <>
struct elu_coefficients<float16> {
    float expm1[5] = {0x1p-1f, 0x1.5554dap-3f, 0x1.5554d2p-5f, 0x1.120f44p-7f, 0x1.6d690ap-10f};
};

/// |alpha|, but not so small that alpha 2^k is not normal; nothing of that size is left in float16.
template <class Real>
SOFTKNEE_FUNCTION Real float16_magnitude(Real alpha) {
    return at_least(abs(alpha), Real(0x1p-60));
}

/// x > 0 ? x : alpha expm1(x), as (alpha 2^k) expm1(r) + (alpha 2^k - alpha): without cancellation.
///
/// Above 0 nothing of that is used, whatever it is, so x has no upper bound; below -17.5 the result is -alpha.
/// float16 rounds to odd: without it up to 4 misrounded for each alpha that is not 1. bfloat16 has small results where
/// only the direction from `move_off_ties` tells the side of a tie (652 misrounded without); left are 9 for alpha =
/// -1.7, |x| about 1e-7, where x^2 / 2 and the rounding of alpha to float32 are of one size.
template <class Real>
SOFTKNEE_FUNCTION Real elu(Real x, Real alpha, const elu_coefficients<typename Real::storage_type>& c = {}) {
    const reduced_argument<Real> a = reduce(at_least(x, Real(-17.5)));
    if constexpr (is_bfloat16<Real>) {
        const tie_free<Real> safe = move_off_ties(two<Real>{alpha, Real(0)});
        // 2^-149 or a little more, once multiplied by |alpha|: the same for subnormal results
        const Real inverse = reciprocal_of_power_of_two(leading_power_of_two(alpha));
        const Real nudge = -safe.direction * at_least(inverse * Real(0x1p-149), Real(0x1p-149));
        const Real scaled = safe.value * a.scale(Real(1));
        const Real z = fma_nudged(a.r, evaluate_polynomial(a.r, c.expm1), nudge);
        return select(x < Real(0), fma(scaled, z, scaled - safe.value), x);
    } else {
        const Real magnitude = float16_magnitude(alpha);
        const Real scaled = a.scale(-magnitude);
        return select(x < Real(0), sum_to_odd(scaled, expm1_reduced(a.r, c), scaled + magnitude, -alpha), x);
    }
}

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct elu_derivative_coefficients;
template <>
struct elu_derivative_coefficients<bfloat16> {
    float exponential[6] = {0x1.fffffep-1f, 0x1.ffffe6p-1f, 0x1.fffd76p-2f,
                            0x1.555a9cp-3f, 0x1.573accp-5f, 0x1.0fa2d8p-7f};
};
template <>
struct elu_derivative_coefficients<float16> {
    float expm1[5] = {0x1p-1f, 0x1.5554dap-3f, 0x1.5554d2p-5f, 0x1.120f44p-7f, 0x1.6d690ap-10f};
};

/// x > 0 ? 1 : alpha e^x. bfloat16: e^x is kept 2^48 higher, so that only the last product can be subnormal, unless
/// alpha is so small that the product vanishes before e^x does. The bounds of x are right for |alpha| up to 2^21.
template <class Real>
SOFTKNEE_FUNCTION Real elu_derivative(Real x, Real alpha,
                                      const elu_derivative_coefficients<typename Real::storage_type>& c = {}) {
    if constexpr (is_bfloat16<Real>) {
        const auto small = abs(alpha) < Real(0x1p-40);
        const Real first = select(small, Real(-86), Real(-119));
        const Real magic = select(small, Real(0x1.8p23), Real(0x1.8p23 + 48));
        const Real factor = select(small, alpha, alpha * Real(0x1p-48));
        return select(x > Real(0), Real(1), exponential(reduce(at_least(x, first), magic), c) * factor);
    } else {
        const reduced_argument<Real> a = reduce(at_least(x, Real(-44)));
        const Real scaled = a.scale(float16_magnitude(alpha));
        return select(x > Real(0), Real(1), sum_to_odd(scaled, expm1_reduced(a.r, c), scaled, alpha));
    }
}

/// y > 0 ? 1 : y + alpha, and 0 for a y below -alpha.
template <class Real>
SOFTKNEE_FUNCTION Real elu_derivative_from_output(Real y, Real alpha) {
    const Real d = y + alpha;
    return select(y > Real(0), Real(1), at_least(d, Real(0)));
}

}  // namespace softknee::math::narrow
