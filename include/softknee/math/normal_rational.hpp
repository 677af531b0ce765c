// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/polynomial.hpp>
#include <softknee/math/quotient.hpp>
#include <softknee/math/two.hpp>

/// Parts of the float32 forms of normal.hpp.
namespace softknee::math {

/// e^(-a^2/2) / 2 = 2^exponent (leading + rest) for 0 <= a <= 15, with `leading` exact and |rest| <= 0.04; still to be
/// multiplied by 1 - remainder / 2, and divided by e^(1.37e-9 a^2), which the coefficients of the callers do.
///
/// Adding 6 rounds a^2 to a multiple of 2^-21 or coarser, so that 1/2 + r/4 needs no rounding; `remainder` is what that
/// loses, at most 2^-17. One constant for log 2 is enough: its error, times the exponent, is a smooth function of a.
/// The polynomial errs by 2^-28.2; from scripts/coefficients/normal_exponential.sollya.
template <class Real>
struct half_gaussian {
    Real leading, rest, remainder;
    /// 2^(exponent + 32): a normal number, unlike 2^exponent.
    Real power;

    SOFTKNEE_FUNCTION Real value() const { return leading + rest; }
};

template <class Real>
SOFTKNEE_FUNCTION half_gaussian<Real> make_half_gaussian(Real a) {
    const Real magic(0x1.8p23f + 32);
    const Real square = fma(a, a, Real(6)) - Real(6);
    const Real t = fma(square, Real(-0x1.715476p-1f), magic);
    const Real r = fma(t - magic, Real(-0x1.62e43p+0f), -square);
    const Real q =
        evaluate_polynomial(r, {0x1.fffffcp-5f, 0x1.55549p-7f, 0x1.5558a6p-10f, 0x1.123aeap-13f, 0x1.6a5a46p-17f});
    return {fma(r, Real(0.25), Real(0.5)), r * r * q, fma(a, a, -square),
            from_bits<Real>((as_bits(t) << 23) + format<Real>::one)};
}

/// 1 / d within 2^-14.5, for 2^-100 < d < 2^100, and 1 for 1. From scripts/coefficients/reciprocal_exact_at_one.py.
///
/// The seed errs by at most 6 %; the constants spread the error of a cubic step evenly. Exactness at 1 serves subnormal
/// results, whose low bits have no room for an error of the correction.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_exact_at_one(Real d) {
    return refine_reciprocal(d, from_bits<Real>(0x7ef3e9c7U - as_bits(d)), 0x1.804b5ep+0, 0x1.7f6956p-1);
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
    return fma(w, e.leading, fma(correction, e.value(), w * e.rest)) * e.power;
}

/// Phi(-a) - a phi(a) for a in [0, 14.65], times 2^32, within 0.97 ULP, also around its root.
///
/// It is (root - a) e^(-a^2/2) s(a) with 1 / (2 s(a)) = 1 + n(a) / d(a) between 0.75 and 1.25, within 2^-28.3; the rest
/// is as above, with n = n0 + a (n1 + ...) and d = 1 + a (d1 + ...). The remainder of the quotient is taken as
/// c - w n0 + a (...) because the rounding of 1 + a (...) would count for small a: 1.2 ULP. The difference root - a is
/// exact in two numbers. Coefficients from scripts/coefficients/normal_rational.py, moved by up to 12 units in the last
/// place by trial, which took 0.05 ULP off.
///
/// Rejected: a polynomial for 2 s(a) in a / (a + 4), 1.2 ULP with as many instructions.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_normal_slope_tail(Real a) {
    const half_gaussian<Real> e = make_half_gaussian(a);
    const two<Real> gap = two_sum(Real(0x1.80ead2p-1f), -a);
    const Real gap_lo = gap.lo + Real(-0x1.a03fd4p-27f);
    const Real n0(-0x1.fc54bap-3f);
    const Real n = evaluate_polynomial(a, {-0x1.2ad9b8p-4f, 0x1.dcc82ap-6f, 0x1.4cca5ep-6f, 0x1.c7ce24p-9f});
    const Real d =
        evaluate_polynomial(a, {0x1.1934acp+0f, 0x1.125be6p-1f, 0x1.0cae2cp-3f, 0x1.c1ece4p-7f, -0x1.c0d782p-25f});
    const Real dividend = (gap.hi + gap_lo) * fma(a, d, Real(1));
    const Real reciprocal = reciprocal_exact_at_one(fma(a, d + n, Real(1 - 0x1.fc54bap-3)));
    const Real w = dividend * reciprocal;
    const Real c = (gap.hi - w) + gap_lo;
    const Real remainder = fma(a, fma(d, c, -(w * n)), fma(-w, n0, c));
    const Real correction = fma(e.remainder * Real(-0.5), dividend, remainder) * reciprocal;
    return fma(w, e.leading, fma(correction, e.value(), w * e.rest)) * e.power;
}

}  // namespace softknee::math
