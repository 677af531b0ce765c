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
template <class Real>
struct elu;

/// Small results are on the side of a tie that only the direction from `move_off_ties` tells (652 misrounded without);
/// left are 9 for alpha = -1.7, |x| about 1e-7, where x^2 / 2 and the rounding of alpha to float32 are of one size.
template <class Real>
requires is_bfloat16<Real>
struct elu<Real> {
    using coefficients = elu_coefficients<bfloat16>;
    Real alpha;
    Real nudge;

    SOFTKNEE_FUNCTION explicit elu(Real of, const coefficients& = {}) {
        const tie_free<Real> safe = move_off_ties(two<Real>{of, Real(0)});
        // 2^-149 or a little more, once multiplied by |alpha|: the same for subnormal results
        const Real inverse = reciprocal_of_power_of_two(leading_power_of_two(of));
        alpha = safe.value;
        nudge = -safe.direction * at_least(inverse * Real(0x1p-149), Real(0x1p-149));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const reduced_argument<Real> a = reduce(at_least(x, Real(-17.5)));
        const Real scaled = alpha * a.scale(Real(1));
        const Real z = fma_nudged(a.r, evaluate_polynomial(a.r, c.expm1), nudge);
        return select(x < Real(0), fma(scaled, z, scaled - alpha), x);
    }
};

/// Rounds to odd: without it up to 4 misrounded for each alpha that is not 1.
template <class Real>
requires is_float16<Real>
struct elu<Real> {
    using coefficients = elu_coefficients<float16>;
    Real minus_alpha;
    Real minus_magnitude;

    SOFTKNEE_FUNCTION explicit elu(Real alpha, const coefficients& = {})
        : minus_alpha(-alpha), minus_magnitude(-float16_magnitude(alpha)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const reduced_argument<Real> a = reduce(at_least(x, Real(-17.5)));
        const Real scaled = a.scale(minus_magnitude);
        return select(x < Real(0), sum_to_odd(scaled, expm1_reduced(a.r, c), scaled - minus_magnitude, minus_alpha), x);
    }
};

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

/// x > 0 ? 1 : alpha e^x
template <class Real>
struct elu_derivative;

/// e^x is kept 2^48 higher, so that only the last product can be subnormal, unless alpha is so small that the product
/// vanishes before e^x does. The bounds of x are right for |alpha| up to 2^21.
template <class Real>
requires is_bfloat16<Real>
struct elu_derivative<Real> {
    using coefficients = elu_derivative_coefficients<bfloat16>;
    Real lowest;  ///< of x
    Real magic;
    Real factor;

    SOFTKNEE_FUNCTION explicit elu_derivative(Real alpha, const coefficients& = {}) {
        const auto small = abs(alpha) < Real(0x1p-40);
        lowest = select(small, Real(-86), Real(-119));
        magic = select(small, Real(0x1.8p23), Real(0x1.8p23 + 48));
        factor = select(small, alpha, alpha * Real(0x1p-48));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        return select(x > Real(0), Real(1), exponential(reduce(at_least(x, lowest), magic), c) * factor);
    }
};

template <class Real>
requires is_float16<Real>
struct elu_derivative<Real> {
    using coefficients = elu_derivative_coefficients<float16>;
    Real alpha;
    Real magnitude;

    SOFTKNEE_FUNCTION explicit elu_derivative(Real of, const coefficients& = {})
        : alpha(of), magnitude(float16_magnitude(of)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const reduced_argument<Real> a = reduce(at_least(x, Real(-44)));
        const Real scaled = a.scale(magnitude);
        return select(x > Real(0), Real(1), sum_to_odd(scaled, expm1_reduced(a.r, c), scaled, alpha));
    }
};

/// y > 0 ? 1 : y + alpha, and 0 for a y below -alpha.
template <class Real>
SOFTKNEE_FUNCTION Real elu_derivative_from_output(Real y, Real alpha) {
    const Real d = y + alpha;
    return select(y > Real(0), Real(1), at_least(d, Real(0)));
}

}  // namespace softknee::math::narrow
