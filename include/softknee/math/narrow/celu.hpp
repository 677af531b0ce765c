// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct celu_coefficients;
template <>
struct celu_coefficients<bfloat16> {
    float expm1[5] = {1.0f, 0x1.fffe5ep-2f, 0x1.5556dap-3f, 0x1.570a9cp-5f, 0x1.11051ep-7f};
};
template <>
struct celu_coefficients<float16> {
    float expm1[5] = {0x1.fffff2p-2f, 0x1.5554d2p-3f, 0x1.5554d0p-5f, 0x1.120f5ap-7f, 0x1.6d690cp-10f};
};

/// |alpha| where its reciprocal and its products with powers of two stay normal. Within the limits all results are
/// what they are meant to be; beyond them celu is x, or -alpha with an error of 2^-100.
template <class Real>
SOFTKNEE_FUNCTION Real celu_alpha(Real alpha) {
    constexpr bool wide = is_bfloat16<Real>;
    return copysign(at_most(at_least(abs(alpha), Real(wide ? 0x1p-95 : 0x1p-60)), Real(wide ? 0x1p95 : 0x1p40)), alpha);
}

/// 1 / alpha in two parts, the first short enough for an exact product with x.
template <class Real>
SOFTKNEE_FUNCTION two<Real> inverse_of(Real alpha) {
    const Real r = math::reciprocal(alpha);
    const Real leading = head(r);
    return {leading, fma(-alpha, leading, Real(1)) * r};
}

/// x > 0 ? x : alpha expm1(x / alpha), as (alpha 2^k) expm1(r) + (alpha 2^k - alpha).
///
/// Close to 0 the result is x. With a negative alpha it grows up to the overflow: bfloat16 takes half of it until the
/// last operation, and x ends where the result has overflowed but alpha 2^k has not.
template <class Real>
struct celu {
    using coefficients = celu_coefficients<typename Real::storage_type>;
    static constexpr bool wide = is_bfloat16<Real>;
    two<Real> inverse;
    Real lowest;  ///< of x
    Real factor;
    Real end;  ///< below it, the result is not x

    SOFTKNEE_FUNCTION explicit celu(Real alpha, const coefficients& = {}) {
        const Real scale = celu_alpha(alpha);
        // the exponent of alpha as a number: 2^23 + field - (2^23 + 127)
        const Real field = from_bits<Real>((as_bits(abs(scale)) >> 23) | as_bits(Real(0x1p23)));
        const Real exponent = field - Real(0x1p23 + 127);
        const Real overflow = fma(exponent, Real(-0.693147), Real((wide ? 128 : 64) * 0.693147 + 0.1));
        inverse = inverse_of(scale);
        lowest = scale * select(scale > Real(0), Real(-17.5), overflow);
        factor = scale * Real(wide ? 0.5 : -1);
        end = abs(scale) * Real(wide ? -0x1p-10 : -0x1p-13);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const reduced_argument<Real> a = reduce(at_least(x, lowest), inverse, Real(0x1.8p23));
        const Real scaled = a.scale(factor);
        if constexpr (wide) {
            const Real half = fma(scaled, a.r * evaluate_polynomial(a.r, c.expm1), scaled - factor);
            return select(x < end, half + half, x);
        } else {
            return select(x < end, sum_to_odd(scaled, expm1_reduced(a.r, c), scaled - factor, Real(-1)), x);
        }
    }
};

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct celu_derivative_coefficients;
template <>
struct celu_derivative_coefficients<bfloat16> {
    float exponential[6] = {0x1.000006p+0f, 0x1.ffffe6p-1f, 0x1.fffd76p-2f,
                            0x1.555a9cp-3f, 0x1.573accp-5f, 0x1.0fa2d8p-7f};
};
template <>
struct celu_derivative_coefficients<float16> {
    float expm1[5] = {0x1p-1f, 0x1.5554dap-3f, 0x1.5554d2p-5f, 0x1.120f44p-7f, 0x1.6d690ap-10f};
};

/// x > 0 ? 1 : e^(x / alpha). bfloat16: kept 2^32 higher where it falls (positive alpha), 2^16 lower where it grows.
template <class Real>
struct celu_derivative {
    using coefficients = celu_derivative_coefficients<typename Real::storage_type>;
    static constexpr bool wide = is_bfloat16<Real>;
    two<Real> inverse;
    Real lowest;  ///< of x
    Real magic;
    Real unshift;

    SOFTKNEE_FUNCTION explicit celu_derivative(Real alpha, const coefficients& = {}) {
        const Real scale = celu_alpha(alpha);
        const auto falls = scale > Real(0);
        inverse = inverse_of(scale);
        lowest = scale * select(falls, Real(wide ? -108 : -30), Real(wide ? 89.5 : 30));
        magic = wide ? select(falls, Real(0x1.8p23 + 32), Real(0x1.8p23 - 16)) : Real(0x1.8p23);
        unshift = wide ? select(falls, Real(0x1p-32), Real(0x1p16)) : Real(1);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        if constexpr (wide) {
            const reduced_argument<Real> a = reduce(at_least(x, lowest), inverse, magic);
            return select(x > Real(0), Real(1), exponential(a, c) * unshift);
        } else {
            const reduced_argument<Real> a = reduce(at_least(x, lowest), inverse, Real(0x1.8p23));
            const Real power = a.scale(Real(1));
            return select(x > Real(0), Real(1), sum_to_odd(power, expm1_reduced(a.r, c), power, Real(1)));
        }
    }
};

/// y > 0 ? 1 : (alpha + y) / alpha, and 0 for a y below -alpha.
///
/// The quotient is often close to a tie, closer than float32 can tell: alpha = 0.3 as a float32 is not 3 / 10. Its
/// remainder, which is exact, tells the side.
template <class Real>
struct celu_derivative_from_output {
    Real scale;
    Real inverse;
    Real lowest;  ///< of y

    SOFTKNEE_FUNCTION explicit celu_derivative_from_output(Real alpha) : scale(celu_alpha(alpha)) {
        const Real r = math::reciprocal(scale);
        inverse = fma(fma(-scale, r, Real(1)), r, r);
        lowest = select(scale > Real(0), -scale, -infinity<Real>());
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const two<Real> sum = two_sum(at_least(y, lowest), scale);
        const Real first = sum.hi * inverse;
        const Real d = fma(fma(-scale, first, sum.hi) + sum.lo, inverse, first);
        const Real remainder = fma(-scale, d, sum.hi) + sum.lo;
        const Real rounded = select(remainder == Real(0), d, round_to_odd(d, remainder * inverse));
        return select(y > Real(0), Real(1), select(first < infinity<Real>(), rounded, first));
    }
};

}  // namespace softknee::math::narrow
