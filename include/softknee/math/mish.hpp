// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/quotient.hpp>
#include <softknee/math/split_exponential.hpp>

namespace softknee::math {

/// x tanh(log1p(e^x)) = x n / (n + 2) with n = e^x (e^x + 2).
///
/// n and n + 2 carry what their rounding loses, and the quotient is corrected by its remainder as x is multiplied:
/// 0.92 ULP in float, 1 where x is so small that `above * correction` is subnormal; 1.39 in double. The terms of n_lo
/// are in the order in which the fewest are rounded: w2 before g v was 1.03 ULP just above 0, g v first 1.05 at -5.
/// Below `far` e^x is scaled up, so that the only subnormal number is the result; there n + 2 is 2 either way.
/// Scaling x instead of the product lets the correction underflow: 1.06 ULP at x = -91.7.
template <class Real>
SOFTKNEE_FUNCTION Real mish_value(Real x) {
    constexpr double far = is_double<Real> ? -256 : -64;
    constexpr int shift = is_double<Real> ? 128 : 32;
    constexpr double down = is_double<Real> ? 0x1p-128 : 0x1p-32;
    const Real above = at_least(x, Real(is_double<Real> ? -753 : -109));
    const auto in_tail = above < Real(far);
    const Real unscale = select(in_tail, Real(down), Real(1));
    const split_exponential<Real> s = split_exponential_of(
        two<Real>{at_most(above, Real(is_double<Real> ? 40 : 20)), Real(0)}, select(in_tail, Real(shift), Real(0)));
    // n = g v + v with v = 2 e^x and g = v / 4
    const Real power = s.scaled(Real(2));
    const Real v = fma(power, s.r1 + s.w2, power);
    const Real g = Real(0.25) * v;
    const Real n = fma(g, v, v);
    const Real n_lo = fma(power, s.w2, fma(g, v, fma(power, s.r1, power - n)));
    const Real d = n + Real(2);
    const Real d_lo = (n - (d - Real(2))) + n_lo;
    const Real q = reciprocal_estimate(d);
    const Real ratio = n * q;
    const Real correction = q * fma(-d_lo, ratio, fma(-d, ratio, n) + n_lo);
    if constexpr (is_double<Real>) {
        return above * (ratio + correction) * unscale;
    } else {
        // At x = 0 and from x = 20 on, `correction` is a constant above 0: that keeps the sign of 0, and infinity.
        return fma(above, ratio, above * correction) * unscale;
    }
}

/// The derivative of mish, with d = (1 + e^x)^2 + 1 and t = x - x0, x0 being its root: below -3 and around the root
///
///     4 e^x w / d^2,  w = t (1 + e^x) + (e^x - e^x0) (e^2x + (4 + e^x0) e^x + 4 x0 + 6 + 4 e^x0 + e^2x0) / 4,
///
/// where both terms of w have the sign of t, for every x, and e^x = 2^k e^x0 e^r makes e^x - e^x0 accurate too;
/// elsewhere
///
///     (d^2 + 4 x e^x (1 + e^x) - 2 d) / d^2.
///
/// Every number that another is subtracted from carries what its rounding lost. 1.3 ULP (double) in a sweep; float had
/// 0.92, 30 instructions dearer than `mish_slope_by_intervals`. Tried: 1 + (4 x e^x (1 + e^x) - 2 d) / d^2 from
/// x = -0.15 on and w below, 2.6 ULP; 0.75 t plus one rounded quotient, 15 instructions fewer and 3.4 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real mish_slope_by_terms(Real x) {
    constexpr double up = 0x1p128;
    constexpr double x0 = -0x1.31432c0d12d84p+0;
    constexpr double e0 = 0x1.36c4202fc3eccp-2;
    // (e^2x + (4 + e^x0) e^x + 4 x0 + 6 + 4 e^x0 + e^2x0) / 4 in powers of e^x - e^x0
    constexpr double constant = (4 * x0 + 6 + 8 * e0 + 3 * e0 * e0) / (4 * up);
    constexpr double linear = (4 + 3 * e0) / (4 * up * up);
    constexpr double quadratic = 0.25 / (up * up * up);
    const two<Real> root = two_constant<Real>(x0, -0x1.bf319154da210p-55);
    const Real clamped = at_most(at_least(x, Real(-753)), Real(40));
    const two<Real> distance_to_root = two_sum(clamped, -root.hi);
    const Real t = distance_to_root.hi;
    const Real t_lo = distance_to_root.lo - root.lo;
    const split_exponential<Real> s = split_exponential_of(two<Real>{t, t_lo}, Real(128));
    // e^x, scaled by `up`
    const Real power = s.scaled(Real(e0));
    const Real u = s.r1 + s.w2;
    const Real scaled = fma(power, u, power);
    const Real scaled_lo = fma(power, s.w2, fma(power, s.r1, power - scaled));
    const Real e = scaled * Real(1 / up);
    const Real e_lo = scaled_lo * Real(1 / up);

    const Real change = fma(power, u, power - Real(e0 * up));
    const Real factor = fma(fma(Real(quadratic), change, Real(linear)), change, Real(constant));
    const Real growth = fma(change, factor, fma(power * ((s.r1 - u) + s.w2), factor, fma(e, t_lo, t_lo)));
    const Real part = fma(e, t, growth);
    const Real part_lo = fma(e_lo, t, fma(e, t, growth - part));
    const Real w = t + part;
    const Real w_lo = (part - (w - t)) + part_lo;

    const Real f = e + Real(1);
    const Real f_lo = (e - (f - Real(1))) + e_lo;
    const Real d = fma(f, f, Real(1));
    const Real d_lo = fma(f + f, f_lo, fma(f, f, Real(1) - d));
    const Real square = d * d;
    const Real square_lo = fma(d + d, d_lo, fma(d, d, -square));

    const Real sum = fma(e, e, e);
    const Real sum_lo = fma(e, e, e - sum) + fma(e + e, e_lo, e_lo);
    const Real four_x = Real(4) * clamped;
    const Real rest = fma(four_x, sum, Real(-2) * d);
    const Real rest_lo = fma(four_x, sum_lo, fma(four_x, sum, Real(-2) * d - rest)) - (d_lo + d_lo);
    const Real above = square + rest;
    const Real above_lo = (rest - (above - square)) + (square_lo + rest_lo);

    const auto by_root = (clamped < Real(-3)) | (abs(t) < Real(0.25));
    const Real product = scaled * w;
    const Real product_lo = fma(scaled_lo, w, fma(scaled, w_lo, fma(scaled, w, -product)));
    const Real n = select(by_root, product, above);
    const Real n_lo = select(by_root, product_lo, above_lo);
    const Real q = reciprocal_estimate(square);
    const Real ratio = n * q;
    const Real quotient = fma(fma(-square_lo, ratio, fma(-square, ratio, n) + n_lo), q, ratio);
    return quotient * select(by_root, Real(4 / up), Real(1));
}

/// The derivative of mish in float. With e = e^x and q = 1 / (1 + e + e^2 / 2) it is, for every x,
///
///     1 + q y,  y = x v - 1,  v = 1 + (e^2 / 2 - 1) q               used from x = 0.5 on,
///     e (1 + x - e (x + 1/2 - e^2 q (x - y / 4)))                   used below -1.8,
///     (x - x0) times a polynomial in x + 0.796875                   used between, where it has its root x0.
///
/// v is the mean of 2 - (2 + e) q, with which the error is 1.04 ULP at x = 0.51, and e (1 + e) q, 1.1 ULP at 0.7: it
/// lets less of the error of q through. In the second line only the outer sum, e^x, and the products of the two carry
/// what they round off: ln 2 in 17 bits makes 1 + r1 exact there, which keeps the tail below 0.84 ULP. In the third the
/// last two steps of the polynomial are carried, and what x - x0 rounds off above -0.6 counts with 0.54, about the
/// second derivative there.
///
/// Error 0.955 ULP, at x = 0.481, over all floats of magnitude 2^-27 to 109.
///
/// Tried: w_lo without its factor `power` (an instruction, 1.02 ULP below -1.85); a polynomial of one degree less
/// (2^-24.8); bounds of 0.25 or 0.8 instead of 0.5 (1.2 ULP at the edges, or 2 degrees more); carrying one step of the
/// polynomial only (3 instructions, 1.05 ULP at one end or the other, whatever its centre); a constant factor in front
/// of (x - x0) instead (1.3 ULP: the factor triples from -1.8 to 0.5); a polynomial for W in e^x W, which varies less,
/// up to -0.6: the rest up to 0.5 then needs e^x and q in two parts, about 10 instructions.
template <class Real>
SOFTKNEE_FUNCTION Real mish_slope_by_intervals(Real x) {
    constexpr float ln2_hi = 0x1.62e4p-1f;
    constexpr float ln2_lo = 0x1.7f7d1cf79abcap-20;
    constexpr float factor_constant = 0x1.694966p-2f;
    constexpr float factor_linear = 0x1.cb06ep-3f;
    const Real magic(round_to_integer<Real> + 36);
    const Real clamped = at_most(at_least(x, Real(-109)), Real(20));
    const Real shifted = fma(clamped, Real(0x1.71547652b82fep+0), magic);
    const Real k = shifted - magic;
    const Real r1 = fma(k, Real(-ln2_hi), clamped);
    const Real r2 = k * Real(-ln2_lo);
    const Real r = r1 + r2;
    // (e^r - 1 - r) / r^2 to 2^-28.2 of e^r
    const Real remainder =
        evaluate_polynomial(r, {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558bp-5f, 0x1.123984p-7f, 0x1.6a4d3ep-10f});
    const Real w2 = fma(r * r, remainder, r2);
    const Real power = Real(1) + r1;
    // By way of 2^36 times it where that takes two steps: numbers in the tail are subnormal.
    const auto times_power = [&](Real v) {
        if constexpr (requires { times_two_to(v.value, k.value); }) {
            return Real::of(times_two_to(v.value, k.value));
        } else {
            return from_bits<Real>((as_bits(shifted) << format<Real>::mantissa_bits) + as_bits(v)) * Real(0x1p-36);
        }
    };
    const Real e = times_power(power + w2);

    const Real square = e * e;
    const Real d = fma(square, Real(0.5), e + Real(1));
    const Real estimate = reciprocal_estimate(d);
    const Real q = fma(fma(-d, estimate, Real(1)), estimate, estimate);
    const Real v = fma(fma(square, Real(0.5), Real(-1)), q, Real(1));
    const Real y = fma(clamped, v, Real(-1));
    const Real right = fma(q, y, Real(1));

    const Real above_one = clamped + Real(1);
    const Real drop = fma(-(square * q), fma(y, Real(-0.25), clamped), clamped + Real(0.5));
    const Real w = subtract_product(above_one, e, drop);
    const Real w_lo = subtract_product(above_one - w, e, drop);
    const Real product = fma(w, power, fma(w, w2, w_lo * power));
    const Real left = times_power(product);

    const Real root(-0x1.31432cp+0f);
    const Real t = clamped - root;
    const Real t_lo = clamped - (t + root);
    const Real c = clamped - Real(-0.796875);
    const Real upper = evaluate_polynomial(
        c, {0x1.9502bap-10f, -0x1.8b4224p-5f, -0x1.1d8e9ap-6f, 0x1.9237a6p-9f, 0x1.1f140ap-8f, 0x1.12bcfep-10f,
            -0x1.b4432ap-12f, -0x1.70c9ecp-12f, -0x1.25ec3ap-15f, 0x1.df216p-15f, 0x1.93508p-17f, -0x1.8c6956p-18f});
    const Real g = fma(upper, c, Real(factor_linear));
    const Real g_lo = fma(upper, c, Real(factor_linear) - g);
    const Real factor = fma(g, c, Real(factor_constant));
    const Real factor_lo = fma(g_lo, c, fma(g, c, Real(factor_constant) - factor));
    const Real middle = fma(t, factor, fma(t, factor_lo, fma(t_lo, Real(0.54f), Real(0x1.beb774p-31f))));

    return select(clamped < Real(-1.8f), left, select(clamped < Real(0.5), middle, right));
}

/// The constants of both forms come from scripts/coefficients/mish_derivative.py.
template <class Real>
SOFTKNEE_FUNCTION Real mish_slope(Real x) {
    if constexpr (is_double<Real>) {
        return mish_slope_by_terms(x);
    } else {
        return mish_slope_by_intervals(x);
    }
}

}  // namespace softknee::math
