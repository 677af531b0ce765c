// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>
#include <softknee/math/polynomial.hpp>
#include <softknee/math/quotient.hpp>
#include <softknee/math/two.hpp>

/// Parts of the float32 forms of normal.hpp.
namespace softknee::math {

/// e^(-a^2/2) / 2 = 2^exponent (leading + rest) for 0 <= a <= 14.65, with `leading` exact and |rest| <= 0.04; still to
/// be multiplied by 1 - remainder / 2, and divided by e^(1.37e-9 a^2), which the coefficients of the callers do.
///
/// Adding 6 rounds a^2 to a multiple of 2^-21 or coarser, so that 1/2 + r/4 needs no rounding; `remainder` is what that
/// loses, at most 2^-17. One constant for log 2 is enough: its error, times the exponent, is a smooth function of a.
/// Within 2^-26; the polynomial errs by 2^-28.2 before rounding. From scripts/coefficients/normal_exponential.sollya.
template <class Real>
struct half_gaussian {
    Real leading, rest, remainder;
    /// 2^(exponent + 32): a normal number, unlike 2^exponent.
    Real power;

    SOFTKNEE_FUNCTION Real value() const { return leading + rest; }
};

template <class Real>
SOFTKNEE_FUNCTION half_gaussian<Real> make_half_gaussian(Real a) {
    const Real magic(round_to_exponent<Real> + 32);
    const Real square = fma(a, a, Real(6)) - Real(6);
    const Real t = fma(square, Real(-0x1.715476p-1f), magic);
    const Real r = fma(t - magic, Real(-0x1.62e43p+0f), -square);
    const Real q =
        evaluate_polynomial(r, {0x1.fffffcp-5f, 0x1.55549p-7f, 0x1.5558a6p-10f, 0x1.123aeap-13f, 0x1.6a5a46p-17f});
    return {fma(r, Real(0.25), Real(0.5)), r * r * q, product_less(a, a, square), power_from_exponent(t)};
}

/// a Phi(-a) for a in [0, 14.45], times 2^32, within 0.95 ULP.
///
/// 1 / (2 m(a)) = 1 + 35/32 a + a n(a) / d(a) for the Mills ratio m(a) = e^(a^2/2) Phi(-a), within 2^-27.2. The last
/// term is at most 0.15 of the sum, so the rounding errors of n and d hardly count. The quotient w = 2 a m(a) meets the
/// exact remainder a - w (1 + 35/32 a) of the leading terms, for which w is cut to 18 bits. Coefficients from
/// scripts/coefficients/normal_rational.py.
///
/// Rejected: a polynomial in (a - 3) / (a + 3), which needs a division too and has no small part; one in a / (a + 1),
/// of degree 14 with cancellation; a power of a polynomial, whose squarings multiply its error and need low parts;
/// 1 + a for the leading terms, one instruction less but 1.16 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_normal_gate_tail(Real a) {
    const half_gaussian<Real> e = make_half_gaussian(a);
    const Real n =
        a * evaluate_polynomial(a, {-0x1.2ef746p-2f, -0x1.f7fcbp-4f, -0x1.9f5976p-7f, 0x1.3754dcp-8f, 0x1.592e42p-10f});
    const Real d = evaluate_polynomial(a, {0x1p+0f, 0x1.c15866p-1f, 0x1.77ef3p-2f, 0x1.4da56cp-4f, 0x1.0e6dap-7f});
    const Real ad = a * d;
    const Real reciprocal = reciprocal_exact_at_one(fma(ad, Real(35.0 / 32), d + n));
    const Real w = from_bits<Real>(as_bits(ad * reciprocal) & 0xffffffc0U);
    const Real difference = fma(w * Real(-35.0 / 32), a, a - w);
    const Real remainder = fma(e.remainder * Real(-0.5), ad, fma(d, difference, -(w * n)));
    const Real correction = remainder * reciprocal;
    return fma(w, e.leading, fma(w, e.rest, correction * e.value())) * e.power;
}

/// Phi(-a) - a phi(a) for a in [0, 14.65], times 2^32, within 0.92 ULP, also around its root.
///
/// It is (root - a) e^(-a^2/2) s(a) with 1 / (2 s(a)) = 9/8 + n(a) / d(a) between 0.75 and 1.25, within 2^-28.3; the
/// rest is as above, with n = n0 + a (n1 + ...) and d = 1 + a (d1 + ...). With w cut to 18 bits root - a - 9/8 w is
/// exact but for the low part of the root, which is added last; and the remainder of the quotient is taken as
/// c - w n0 + a (...), because the rounding of 1 + a (...) would count for small a. The difference root - a is exact in
/// two numbers. Coefficients from scripts/coefficients/normal_rational.py.
///
/// Rejected: 1 + n / d, where n / d is 0.19 in the tail and the errors of n and d count: 1.15 ULP, an instruction less;
/// 9/8 without the cut, 1.44 ULP; a polynomial for 2 s(a) in a / (a + 4), 1.2 ULP with as many instructions.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_normal_slope_tail(Real a) {
    const half_gaussian<Real> e = make_half_gaussian(a);
    const two<Real> gap = two_sum(Real(0x1.80ead2p-1f), -a);
    const Real gap_lo = gap.lo + Real(-0x1.a03fd4p-27f);
    const Real n0(-0x1.7e2a5cp-2f);
    const Real n = evaluate_polynomial(a, {-0x1.aea108p-3f, -0x1.36527cp-5f, 0x1.0072f8p-8f, 0x1.cdaf1p-10f});
    const Real d =
        evaluate_polynomial(a, {0x1.193482p+0f, 0x1.125b84p-1f, 0x1.0cad66p-3f, 0x1.c1e97p-7f, -0x1.bb0e22p-24f});
    const Real factor = fma(a, d, Real(1));
    const Real dividend = (gap.hi + gap_lo) * factor;
    const Real reciprocal = reciprocal_exact_at_one(fma(a, fma(d, Real(9.0 / 8), n), Real(9.0 / 8 - 0x1.7e2a5cp-2)));
    const Real w = from_bits<Real>(as_bits(dividend * reciprocal) & 0xffffffc0U);
    const Real c = fma(w, Real(-9.0 / 8), gap.hi);
    const Real of_gap = fma(gap_lo, factor, fma(a, fma(d, c, -(w * n)), fma(-w, n0, c)));
    const Real correction = fma(e.remainder * Real(-0.5), dividend, of_gap) * reciprocal;
    return fma(w, e.leading, fma(w, e.rest, correction * e.value())) * e.power;
}

}  // namespace softknee::math
