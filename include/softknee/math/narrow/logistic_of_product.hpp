// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_ratio.hpp>
#include <softknee/math/narrow/logistic_coefficients.hpp>

/// sigmoid(beta x) and what follows from it, for a beta known at run time.
namespace softknee::math::narrow {

/// What depends on beta alone, and is computed once for all elements: beta / ln 2 in two floats, without its sign, and
/// bounds for |x| beyond which nothing changes (divided by approximately, since they need not be exact).
template <class Real>
struct logistic_rate {
    Real hi;
    Real lo;

    SOFTKNEE_FUNCTION explicit logistic_rate(Real beta) {
        const Real log2_e(0x1.715476p+0);
        hi = abs(beta) * log2_e;
        lo = fma(abs(beta), Real(0x1.4ae0cp-26), fma(abs(beta), log2_e, -hi));
    }

    /// The largest |x| with |beta x| log2 e at most `bound`, within 0.2 %; beyond the storage type but finite where
    /// beta is small.
    SOFTKNEE_FUNCTION Real limit(Real bound) const {
        const Real guess = from_bits<Real>(0x7ef3340cU - as_bits(hi));
        return at_most(bound * (guess * fma(-hi, guess, Real(2))), Real(is_bfloat16<Real> ? 0x1.fffffep+127 : 0x1p100));
    }

    /// e^-|beta| a, with the rounding error of |beta| a.
    template <class Coefficients>
    SOFTKNEE_FUNCTION exponential_ratio<Real> falling(Real a, Real shift, const Coefficients& c) const {
        const Real rounded = fma(-a, hi, shift);
        const Real k = rounded - shift;
        return make_exponential_ratio(fma(-a, lo, fma(-a, hi, -k)), rounded, c);
    }
};

/// x sigmoid(beta x), for every finite beta; where |beta| < 2^-52 and |x| > 2^57 the far tail does not vanish as it
/// should. With the sign of beta moved to x, y is max(x, 0) - |x| e / (1 + e), and its sign is that of x.
template <class Real>
SOFTKNEE_FUNCTION Real swish(Real x, Real beta, const swish_coefficients<typename Real::storage_type>& c = {}) {
    const logistic_rate<Real> rate(beta);
    // For a small beta the tail begins at a large x, which has to be made up for: the shift grows, but so that
    // |x| e 2^shift does not overflow.
    Real shift(0), bound(46), nudge(0x1.2p-37);
    if constexpr (is_bfloat16<Real>) {
        const Real exponent = from_bits<Real>((as_bits(rate.hi) >> 23) + 0x4b400000U) - Real(0x1.8p23);
        shift = at_most(exponent - Real(5), Real(70));
        bound = shift + Real(126);
    }
    const Real magic = shift + Real(0x1.8p23);
    const Real scale = from_bits<Real>((as_bits(magic) << 23) + 0x3f800000U);
    if constexpr (is_bfloat16<Real>) nudge = scale * Real(0x1p-140);
    // beta = 0 means x / 2 exactly: |x| counts as 0, and x / 2 takes the place of max(x, 0).
    const auto none = beta == Real(0);
    const Real limit = select(none, Real(0), rate.limit(bound));
    const Real weight = select(none, Real(0.5), copysign(Real(1), beta));
    const Real floor = select(none, Real(-0x1.fffffep+127), Real(-0.0));
    nudge = select(none, Real(0), nudge);

    // Where x / 2 is a tie, it is nudged to the side of the exact result, as in `gate`. In float16 that is done to the
    // factor |x|: a nudge of the product, large enough for the largest tie, gave a false zero at 0.50009 units.
    const Real above = at_least(x * weight, floor);
    if constexpr (is_bfloat16<Real>) {
        const Real a = at_most(abs(x), limit);
        const exponential_ratio<Real> e = rate.falling(a, magic, c);
        const Real q = reciprocal(fma(e.one, scale, e.scaled), c);
        return copysign(fma(fma(-a, e.scaled, nudge), q, above), x);
    } else {
        const Real a = at_most(abs(x), limit);
        const exponential_ratio<Real> e = rate.falling(a, magic, c);
        return copysign(fma(-((a - nudge) * e.scaled), reciprocal(one_plus(e, c), c), above), x);
    }
}

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
SOFTKNEE_FUNCTION Real sigmoid_of_product(Real x, Real beta,
                                          const softplus_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const logistic_rate<Real> rate(beta);
    const Real a = at_most(abs(x), rate.limit(Real(is_bfloat16<Real> ? 142 : 46)));
    const exponential_ratio<Real> e = rate.falling(a, Real(rounding_shift<Real>), c);
    const Real below = away_from_tie(e.scaled * reciprocal(one_plus(e, c), c));
    return select(x < Real(0), below, Real(1) - below);
}

/// The derivative of swish as a function of t = beta x: with e = e^-|t| it is e (1 + e - |t|) / (1 + e)^2 for t < 0,
/// and 1 minus that for t > 0.
///
/// 1 + e - |t| has a root, and beta may put any x next to it. So everything is a function of d = |t| - root, which is
/// known to its last place: 1 + e - |t| = -(d + e_root (1 - e^-d)), two terms of one sign, and
/// (1 - e^-d) (g - c r) = (g + c r) (1 - u) - 2 c r with u = 2^k and r = -d - k ln 2, which is 2 c d where k = 0.
template <class Real>
SOFTKNEE_FUNCTION Real swish_derivative(Real x, Real beta,
                                        const swish_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const logistic_rate<Real> rate(beta);
    constexpr double unscale = is_bfloat16<Real> ? 0x1p-16 : 1;
    const Real a = at_most(abs(x), rate.limit(Real(is_bfloat16<Real> ? 142 : 46)));
    const Real d = fma(a, abs(beta), Real(-0x1.474974p+0)) + Real(0x1.bdf6fap-27);
    const Real rounded = fma(d, -Real(c.log2_unit), Real(rounding_shift<Real>));
    const Real k = rounded - Real(rounding_shift<Real>);
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
    const Real below = away_from_tie(m * Real(c.weight));
    return select(x * copysign(Real(1), beta) < Real(0), below, Real(1) - below);
}

}  // namespace softknee::math::narrow
