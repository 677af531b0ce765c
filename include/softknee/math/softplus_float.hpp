// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>
#include <softknee/math/quotient.hpp>

/// softplus in float: no quotient per element, and a result in two numbers until its last rounding.
///
/// With e = e^t = 2^k (1 + u) and a factor base = 13/16 * (a power of two) for which n = base 2^k (1 + u):
///   base log1p(e) / (13/16) = n (1 + p),  1 + p = 16/13 log1p(e) / e,  p in [-0.15, 0.24] a polynomial in e - 1/2.
/// What mattered, in ULP of the worst of 150 values of beta (all at the costs of one or two instructions per element):
/// - a polynomial in e alternates in sign and loses half an ULP next to e = 1; around 1/2 its terms fall;
/// - 13/16 halves |p|, so that p rounds half as far: without it 1.2. 3/4, 4/5, 27/32, 57/64 and 7/8 are worse;
/// - p is taken at the rounded n, so what n lacks reaches the result by the derivative, 16/13 / (1 + e), for which
///   1.63 p - 0.005 serves. (1 + p) instead: 1.14; a constant 0.8 instead: 1.07 (at beta = 1: 0.98);
/// - the low part of n from 1 + u already rounded: 1.06;
/// - beta enters by a product in two numbers at the end. As a factor of n it makes e inexact, and p, being near 1/4, is
///   then too coarse for the rest of 1 / beta: 1.10, or 1.03 for 3 more instructions;
/// - the sum must be normalised before a larger x is added: 1.10 otherwise; and before it becomes subnormal;
/// - a polynomial of degree 8 for p: 1.5.
namespace softknee::math {

/// (e^r - 1 - r) / r^2 for |r| <= 0.3466; 1 + r + r^2 times it is e^r within 2^-27.4, rounding included. From
/// scripts/coefficients/softplus_float.sollya.
template <class Real>
SOFTKNEE_FUNCTION Real softplus_exponential_remainder(Real r) {
    return evaluate_polynomial(r, {0x1.fffffcp-2f, 0x1.55549p-3f, 0x1.5558a2p-5f, 0x1.123adp-7f, 0x1.6a5e34p-10f});
}

/// 16/13 log1p(e) / e - 1 for d = e' - 1/2, where e' is e times the rounding error of 16/13 (left out, it makes beta =
/// 1.05e-5 err by 1.015 ULP), and e in [0, 1]; the ratio is within 2^-24.9, of which the polynomial's part is
/// 2^-27.3. From the same script.
template <class Real>
SOFTKNEE_FUNCTION Real log1p_ratio(Real d) {
    return evaluate_polynomial(d, {-0x1.fa78acp-10f, -0x1.6ba208p-2f, 0x1.4e41cp-3f, -0x1.553a82p-4f, 0x1.7157bp-5f,
                                   -0x1.9ed514p-6f, 0x1.d3960ap-7f, -0x1.0fe962p-7f, 0x1.a522a8p-8f, -0x1.06a72ep-8f});
}

/// power * log1p(e^t) in two numbers, for t <= 0, base = 13/16 power, to_e = 1 / base, and base e^t a normal number.
/// The low part may be as large as the last bit of the high one.
template <class Real>
SOFTKNEE_FUNCTION two<Real> scaled_log1p_of_exponential(two<Real> t, Real base, Real to_e) {
    const Real magic(round_to_integer<Real>);
    const Real shifted = fma(t.hi, Real(0x1.715476p+0f), magic);
    const Real k = shifted - magic;
    const Real r1 = fma(k, Real(-0x1.62e43p-1f), t.hi);
    const Real r2 = fma(k, Real(0x1.05c61p-29f), t.lo);
    const Real r = r1 + r2;
    const Real w = fma(r * r, softplus_exponential_remainder(r), r2);
    const Real v = from_bits<Real>((as_bits(shifted) << format<Real>::mantissa_bits) + as_bits(base));
    const Real n = fma(v, r1 + w, v);
    const Real n_lo = fma(v, w, fma(v, r1, v - n));
    const Real p = log1p_ratio(fma(n, to_e, Real(-0.5)));
    const Real hi = fma(n, p, n);
    const Real slope = fma(p, Real(1.63f), Real(1.63 - 0.63 * 16 / 13));
    return {hi, fma(n_lo, slope, fma(n, p, n - hi))};
}

/// max(x, 0) + down * tail, for a tail whose low part is at most half the last bit of its high one: it matters for x
/// above 0 only. Added below 0, where down * tail.lo may be subnormal and round to half a last bit, it made ties that
/// cost 1.03 ULP for results near 2^-124.
template <class Real>
SOFTKNEE_FUNCTION Real add_ramp(Real x, two<Real> tail, Real down) {
    return fma(tail.hi, down, at_least(fma(tail.lo, down, x), Real(0)));
}

/// What softplus needs of beta alone.
template <class Real>
struct softplus_float_scale {
    Real beta;
    Real base;          ///< 13/16 2^n
    Real to_e;          ///< 1 / base
    two<Real> inverse;  ///< 1 / (beta 2^n down), its high part in [1, 2)
    Real down;          ///< a power of two; without it subnormal results would be in the arithmetic
    Real limit;         ///< softplus(-limit) rounds to 0
};

/// For beta below 2^-92 2^27 / beta would overflow, so `down` is 1; where softplus is then below the smallest normal
/// number, the result stays near that number. Below 2^-131 softplus is infinite.
template <class Real>
SOFTKNEE_FUNCTION softplus_float_scale<Real> make_softplus_float_scale(Real beta) {
    constexpr auto one = format<Real>::one;
    const Real b = at_least(beta, Real(0x1p-131f));
    const Real down = select(b < Real(0x1p-92f), select(b < Real(0x1p-124f), Real(0x1p8f), Real(1)), Real(0x1p-27f));
    const Real d = b * down;
    // The low part may be 2^-15 of the high one: the product with it is formed in two numbers.
    const Real inverse = reciprocal_estimate(d);
    const Real rest = fma(-d, inverse, Real(1));
    const Real inverse_lo = fma(rest, rest, rest) * inverse;
    const Real power = leading_power_of_two(inverse);
    const Real down_from_power = reciprocal_of_power_of_two(power);
    const Real base = power * Real(0.8125f);
    // base 2^k must be normal: -k is at most the biased exponent of base, less 1.
    const Real magic(round_to_integer<Real>);
    const Real exponent = from_bits<Real>((as_bits(base) >> format<Real>::mantissa_bits) + as_bits(magic)) - magic;
    return {b,
            base,
            down_from_power * Real(16.0 / 13),
            {from_bits<Real>(as_bits(inverse) - as_bits(power) + one), inverse_lo * down_from_power},
            down,
            at_most((exponent - Real(1)) * Real(0.69314f) * (inverse * down), Real(0x1.fffffep127f))};
}

/// log1p(e^(beta x)) / beta = max(x, 0) + log1p(e^-|beta x|) / beta. At most 0.995 ULP for 450 values of beta from
/// 2^-20 to 2^20 (every 3001st or 4003rd input), and 0.94 for 200 from 2^-60 to 2^60 (every 9001st).
template <class Real>
SOFTKNEE_FUNCTION Real softplus_float(Real x, const softplus_float_scale<Real>& c) {
    const Real a = at_most(abs(x), c.limit);
    const Real t = -a * c.beta;
    const two<Real> s = scaled_log1p_of_exponential(two<Real>{t, fma(-a, c.beta, -t)}, c.base, c.to_e);
    const Real rest = fma(s.hi, c.inverse.lo, s.lo * c.inverse.hi);
    const Real y = fma(s.hi, c.inverse.hi, rest);
    return add_ramp(x, two<Real>{y, fma(s.hi, c.inverse.hi, -y) + rest}, c.down);
}

/// softplus with beta = 1: 0.89 ULP (every 101st input).
template <class Real>
SOFTKNEE_FUNCTION Real softplus_float(Real x) {
    const Real a = at_most(abs(x), Real(104.9f));
    const two<Real> s =
        scaled_log1p_of_exponential(two<Real>{-a, Real(0)}, Real(0.8125 * 0x1p27), Real(16.0 / 13 * 0x1p-27));
    return add_ramp(x, fast_two_sum(s.hi, s.lo), Real(0x1p-27f));
}

}  // namespace softknee::math
