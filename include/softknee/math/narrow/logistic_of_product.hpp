// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_ratio.hpp>
#include <softknee/math/narrow/logistic_coefficients.hpp>
#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>

/// sigmoid(beta x) and what follows from it, for a beta known at run time.
namespace softknee::math::narrow {

/// |beta| where the results of float16 differ: beyond the bounds they are those of a line or of a step.
template <class Real>
SOFTKNEE_FUNCTION Real logistic_beta(Real beta) {
    return is_bfloat16<Real> ? abs(beta) : limited(abs(beta), 0x1p-40, 0x1p40);
}

/// Of |beta|: beta / ln 2 in two floats, in bfloat16 the half
/// of it, since the whole may overflow; and bounds for |x| beyond which nothing changes.
template <class Real>
struct logistic_rate {
    static constexpr double unit = is_bfloat16<Real> ? 2 : 1;
    Real hi;
    Real lo;

    SOFTKNEE_FUNCTION explicit logistic_rate(Real beta) {
        const Real log2_e(0x1.715476p+0);
        const Real part = beta * Real(1 / unit);
        hi = part * log2_e;
        lo = fma(part, Real(0x1.4ae0cp-26), fma(part, log2_e, -hi));
    }

    /// The largest |x| with |x| hi at most `bound`; beyond the storage type but finite where beta is small.
    SOFTKNEE_FUNCTION Real limit(double bound) const { return bound_of_factor(Real(bound), hi); }

    /// e^-|beta| a, with the rounding error of |beta| a; `magic` rounds to an integer in the unit of the rate.
    template <class Coefficients>
    SOFTKNEE_FUNCTION exponential_ratio<Real> falling(Real a, Real magic, const Coefficients& c) const {
        const Real rounded = fma(-a, hi, magic);
        const Real k = rounded - magic;
        return make_exponential_ratio(fma(-a, lo, fma(-a, hi, -k)), rounded, c);
    }
};

/// x sigmoid(beta x) = max(x, 0) - |x| e / (1 + e), e = e^-|beta x|, with the sign of beta moved to x; the sign is that
/// of x. Where x / 2 is a tie, it is nudged to the side of the exact result, as in `gate`.
///
/// bfloat16: e = g^2, because the product of a small e and a large |x| may be a result where e itself is far too small
/// for a float; g is not, down to e = 2^-260. So the tail is right for every beta but 2^-122 < |beta| < 2^-117, where
/// it ends at 2 ULP; below 2^-121, an infinite x counts as the largest finite one. A beta below 2^-123 takes g in a
/// larger unit, against the overflow of |x| g: its tail is short.
///
/// beta = 0 means x / 2 exactly: |x| counts as 0, and x / 2 takes the place of max(x, 0).
template <class Real>
struct swish;

template <class Real>
requires is_bfloat16<Real>
struct swish<Real> {
    using coefficients = swish_coefficients<bfloat16>;
    Real weight;
    Real floor;
    Real bound;  ///< of |x|
    Real nudge;
    Real magic;
    Real hi;
    Real lo;
    Real even;
    Real odd;

    SOFTKNEE_FUNCTION explicit swish(Real beta, const coefficients& c = {}) {
        const Real magnitude = logistic_beta(beta);
        const logistic_rate<Real> rate(magnitude);
        const auto none = beta == Real(0);
        const auto tiny = magnitude < Real(0x1p-123);
        const Real unit = select(tiny, Real(0.125), Real(1));
        weight = select(none, Real(0.5), copysign(Real(1), beta));
        floor = select(none, Real(-0x1.fffffep+127), Real(-0.0));
        bound = select(none, Real(0), rate.limit(130));
        nudge = select(none, Real(0), select(tiny, Real(0x1p-147), Real(0x1p-135)));
        magic = unit * Real(0x1.8p23);
        hi = rate.hi * unit;
        lo = rate.lo * unit;
        even = unit * unit * Real(c.even);
        odd = unit * Real(c.odd);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real above = at_least(x * weight, floor);
        const Real a = at_most(abs(x), bound);
        const Real rounded = fma(-a, hi, magic);
        const Real r = fma(-a, lo, fma(-a, hi, magic - rounded));
        const Real square = fma(r, r, even);
        const Real g = from_bits<Real>(as_bits(fma(r, odd, square)) + (as_bits(rounded) << 23));
        const Real one = fma(r, -odd, square);
        const Real q = reciprocal(fma(g, g, one * one), c);
        return copysign(fma(fma_nudged(-(a * g), g, nudge), q, above), x);
    }
};

template <class Real>
requires is_float16<Real>
struct swish<Real> {
    using coefficients = swish_coefficients<float16>;
    logistic_rate<Real> rate;
    Real weight;
    Real floor;
    Real bound;  ///< of |x|
    /// To the factor |x|: a nudge of the product, large enough for the largest tie, gave a false zero at 0.50009 units.
    Real nudge;

    SOFTKNEE_FUNCTION explicit swish(Real beta, const coefficients& = {}) : rate(logistic_beta(beta)) {
        const auto none = beta == Real(0);
        weight = select(none, Real(0.5), copysign(Real(1), beta));
        floor = select(none, Real(-0x1.fffffep+127), Real(-0.0));
        bound = select(none, Real(0), rate.limit(80));
        nudge = select(none, Real(0), Real(0x1.2p-37));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real above = at_least(x * weight, floor);
        const Real a = at_most(abs(x), bound);
        const exponential_ratio<Real> e = rate.falling(a, Real(0x1.8p23), c);
        return copysign(fma(-((a - nudge) * e.scaled), reciprocal(one_plus(e, c), c), above), x);
    }
};

/// For a result v below 1/2, or 1 - v above: 1/2 - t/4 and 1/2 - t/2 are ties of float16 for many small t = beta x, of
/// which float32 does not see that the exact result is a little more. A tie gets a bit behind its last place; any
/// other number stays on its side.
template <class Real>
SOFTKNEE_FUNCTION Real away_from_tie(Real v) {
    if constexpr (is_bfloat16<Real>) {
        return v;
    } else {
        return from_bits<Real>(as_bits(v) | 2U);
    }
}

/// sigmoid(beta x) for beta > 0
template <class Real>
struct sigmoid_of_product {
    using coefficients = softplus_derivative_coefficients<typename Real::storage_type>;
    static constexpr int shift = derivative_shift<Real>;
    logistic_rate<Real> rate;
    Real bound;  ///< of |x|

    SOFTKNEE_FUNCTION explicit sigmoid_of_product(Real beta, const coefficients& = {})
        : rate(logistic_beta(beta)), bound(rate.limit(is_bfloat16<Real> ? 78 : 46)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real a = at_most(abs(x), bound);
        const exponential_ratio<Real> e = rate.falling(a, Real(rounding_shift<Real, shift> / rate.unit), c);
        const Real below = away_from_tie(e.scaled * reciprocal(one_plus<shift>(e, c), c));
        return select(x < Real(0), below, Real(1) - below);
    }
};

/// With e = e^-|t|: the derivative of swish for t < 0, e (1 + e - |t|) / (1 + e)^2, and 2^derivative_shift times that
/// of the sigmoid, e / (1 + e)^2.
template <class Real>
struct swish_slopes {
    Real below;
    Real scaled_sigmoid;
};

/// The root of 1 + e - |t|.
inline constexpr double swish_root_hi = 0x1.474974p+0;
inline constexpr double swish_root_lo = -0x1.bdf6fap-27;

/// Beta may put any x next to the root of 1 + e - |t|. So everything is a function of d = |t| - root, which is known to
/// its last place: 1 + e - |t| = -(d + e_root (1 - e^-d)), two terms of one sign, and
/// (1 - e^-d) (g - c r) = (g + c r) (1 - u) - 2 c r with u = 2^k and r = -d - k ln 2, which is 2 c d where k = 0.
template <class Real>
SOFTKNEE_FUNCTION swish_slopes<Real> swish_slopes_around_root(
    Real d, const swish_derivative_coefficients<typename Real::storage_type>& c) {
    constexpr double unscale = is_bfloat16<Real> ? 0x1p-32 : 1;
    const Real magic(rounding_shift<Real, derivative_shift<Real>>);
    const Real rounded = fma(d, -Real(c.log2_unit), magic);
    const Real k = rounded - magic;
    const Real r = fma(k, -Real(c.unit), -d);
    Real even;
    if constexpr (is_bfloat16<Real>) {
        even = fma(r, r, Real(c.even));
    } else {
        const Real inner = fma(r, r, Real(c.inner));
        even = fma(-inner, inner, Real(c.even));
    }
    const Real up = fma(r, Real(c.odd), even);
    const Real one = fma(r, -Real(c.odd), even);
    const Real u = from_bits<Real>((as_bits(rounded) << 23) + 0x3f800000U);
    const Real scaled = u * up;
    const Real q = reciprocal(fma(scaled, Real(c.at_root * unscale), one), c);
    const Real rest = fma(u, Real(-c.at_root * unscale), Real(c.at_root));
    const Real difference = fma(rest, up, r * Real(c.twice_odd));
    const Real m = ((scaled * fma(d, one, difference)) * q) * q;
    return {away_from_tie(m * Real(c.weight * unscale)), (((scaled * Real(c.at_root)) * one) * q) * q};
}

/// The derivative of swish as a function of t = beta x: for t > 0 it is 1 less that of -t.
template <class Real>
struct swish_derivative {
    using coefficients = swish_derivative_coefficients<typename Real::storage_type>;
    Real magnitude;
    Real sign;
    Real bound;  ///< of |x|

    SOFTKNEE_FUNCTION explicit swish_derivative(Real beta, const coefficients& = {})
        : magnitude(select(beta == Real(0), Real(0), logistic_beta(beta))),
          sign(copysign(Real(1), beta)),
          bound(logistic_rate<Real>(magnitude).limit(is_bfloat16<Real> ? 79.5 : 54)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real a = at_most(abs(x), bound);
        const Real d = fma(a, magnitude, Real(-swish_root_hi)) - Real(swish_root_lo);
        const Real below = swish_slopes_around_root(d, c).below;
        return select(x * sign < Real(0), below, Real(1) - below);
    }
};

}  // namespace softknee::math::narrow
