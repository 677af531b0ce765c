// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/logarithm.hpp>
#include <softknee/math/split_exponential.hpp>

namespace softknee::math {

/// What softplus needs of beta alone: computed once, outside the loop over elements.
template <class Real>
struct softplus_scale {
    Real beta;
    Real up;          ///< a power of two that keeps subnormal results out of the arithmetic
    Real down;        ///< 1 / up
    Real base;        ///< 2 up / beta, rounded
    Real base_error;  ///< what it lacks, relative to it
    Real limit;       ///< softplus(-limit) rounds to 0
    Real large;       ///< softplus(large) rounds to large
};

/// For beta below 2^-92 (2^-900 for double) 2^26 / beta would overflow, so `up` is 1; where softplus is then below the
/// smallest normal number, the result stays near that number. Below 2^-131 (2^-1027) softplus is infinite.
template <class Real>
SOFTKNEE_FUNCTION softplus_scale<Real> make_softplus_scale(Real beta) {
    constexpr double scale = is_double<Real> ? 0x1p60 : 0x1p26;
    constexpr double largest = is_double<Real> ? 0x1.fffffffffffffp1023 : 0x1.fffffep127;
    const Real b = at_least(beta, Real(is_double<Real> ? 0x1p-1027 : 0x1p-131));
    const auto tiny = b < Real(is_double<Real> ? 0x1p-900 : 0x1p-92);
    const auto subnormal = b < Real(is_double<Real> ? 0x1p-1020 : 0x1p-124);
    const Real up = select(tiny, select(subnormal, Real(0x1p-8), Real(1)), Real(scale));
    const Real down = select(tiny, select(subnormal, Real(0x1p8), Real(1)), Real(1 / scale));
    const two<Real> base = divide_by_parameter(up + up, b);
    const Real half_down = Real(0.5) * down;
    const Real inverse = base.hi * half_down;
    // base 2^k must be normal: -k is at most the biased exponent of base, less 1.
    const Real magic(round_to_integer<Real>);
    const Real exponent = from_bits<Real>((as_bits(base.hi) >> format<Real>::mantissa_bits) + as_bits(magic)) - magic;
    return {b,
            up,
            down,
            base.hi,
            base.lo * (b * half_down),
            at_most((exponent - Real(1)) * Real(0.69314) * inverse, Real(largest)),
            at_most(Real(is_double<Real> ? 50 : 24) * inverse, Real(largest))};
}

/// 1 / (2 + e) for e in [0, 1], nearly correctly rounded.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_of_two_plus(Real e, Real two_plus_e) {
    if constexpr (is_double<Real>) {
        return reciprocal(two_plus_e);
    } else {
        // 2^-12.2 by a polynomial, then a step of Newton.
        const Real q = evaluate_polynomial(e, {0x1.ffe4b2p-2f, -0x1.f91162p-3f, 0x1.b4d09ap-4f, -0x1.b4d056p-6f});
        return fma(fma(-two_plus_e, q, Real(1)), q, q);
    }
}

/// weight log1p(e) / 2 as the sum of two numbers, where weight e = n + n_lo and e is in [0, 1]:
/// log1p(e) = 2 s (1 + s^2 R(s^2)) with s = e / (2 + e).
///
/// The quotient carries the remainders of n and of 2 + e. Tried: log1p(e) / e as a polynomial of degree 9 needs no
/// quotient, but the rounding of its last steps makes softplus err by 1.05 ULP (beta = 1) to 1.25 (beta = 0.7).
template <class Real>
SOFTKNEE_FUNCTION two<Real> weighted_log1p(Real e, Real n, Real n_lo) {
    const Real d = e + Real(2);
    const Real d_lo = e - (d - Real(2));
    const Real q = reciprocal_of_two_plus(e, d);
    const Real ratio = n * q;
    const Real remainder = fma(-d_lo, ratio, fma(-d, ratio, n) + n_lo);
    const Real s = e * q;
    const Real z = s * s;
    return {ratio, fma(ratio, z * inverse_hyperbolic_tangent_remainder(z), q * remainder)};
}

/// max(x, 0) + tail / up, for a tail as the sum of two numbers. The larger term is added last, so that only that
/// addition rounds visibly; beyond `large` the sum is x, below it the sum is never below x.
template <class Real>
SOFTKNEE_FUNCTION Real add_ramp(Real x, two<Real> tail, Real large, Real up, Real down) {
    const Real ramp = at_least(at_most(x, large), Real(0)) * up;
    const Real y = at_least(tail.hi, ramp) + (at_most(tail.hi, ramp) + tail.lo);
    return at_least(y * down, x);
}

/// log1p(e^(beta x)) / beta = max(x, 0) + log1p(e^-|beta x|) / beta. At most 0.81 ULP (double). In float, where it errs
/// by 0.99 ULP, softplus_float does it in 17 instructions less.
template <class Real>
SOFTKNEE_FUNCTION Real softplus(Real x, const softplus_scale<Real>& c) {
    const Real a = at_most(abs(x), c.limit);
    const Real t = -a * c.beta;
    const split_exponential<Real> s = split_exponential_of(two<Real>{t, fma(-a, c.beta, -t)}, Real(0));
    const Real v = s.scaled(c.base);
    const Real u = s.r1 + s.w2;
    const Real n = fma(v, u, v);
    const Real n_lo = fma(c.base_error, n, fma(v, s.w2, fma(v, s.r1, v - n)));
    const Real power = power_of_two(at_least(s.exponent, Real(is_double<Real> ? -1022 : -126)));
    return add_ramp(x, weighted_log1p(fma(power, u, power), n, n_lo), c.large, c.up, c.down);
}

/// softplus with beta = 1, where the factors are powers of two.
template <class Real>
SOFTKNEE_FUNCTION Real softplus(Real x) {
    constexpr double up = is_double<Real> ? 0x1p60 : 0x1p26;
    const Real a = at_most(abs(x), Real(is_double<Real> ? 749 : 104.9));
    const split_exponential<Real> s = split_exponential_of(two<Real>{-a, Real(0)}, Real(0));
    const Real v = s.scaled(Real(2 * up));
    const Real u = s.r1 + s.w2;
    const Real n = fma(v, u, v);
    const Real n_lo = fma(v, s.w2, fma(v, s.r1, v - n));
    const Real large(is_double<Real> ? 50 : 24);
    return add_ramp(x, weighted_log1p(n * Real(0.5 / up), n, n_lo), large, Real(up), Real(1 / up));
}

/// 1 - e^t for t.hi <= 0, |t.hi| <= 250 (float) or 2000 (double).
///
/// With e^t = s (1 + u): (1 - s) - s u, where 1 - s is exact while it matters and 0 next to t = 0. At most 0.88 ULP
/// (float); with the shorter exponential_remainder it is 1.26.
template <class Real>
SOFTKNEE_FUNCTION Real one_minus_exponential(two<Real> t) {
    const split_exponential<Real> e = split_exponential_of<true>(t, Real(0));
    const Real s = e.scaled(Real(1));
    return fma(-s, e.r1 + e.w2, Real(1) - s);
}

}  // namespace softknee::math
