// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/sigmoid.hpp>

/// The float32 derivatives of gates x sigmoid(t(x)), for an odd, growing t.
namespace softknee::math {

/// e^-t and the derivative are carried as 2^(shift + k) times a number, so that both stay normal up to t = 120.
inline constexpr int gate_slope_shift = 60;
inline constexpr double gate_slope_one = 0x1p60;
/// Of m / power where k = -2, which is the k of the roots.
inline constexpr double near_root_scale = 4 / gate_slope_one;
/// Added to t: rounds it to a multiple of 2^-21, and shifts the interval of r to [-0.26, 0.435], so that one power of
/// two serves the whole interval around the root. With r in [-0.35, 0.35] the error left of the root was 1.08 ULP.
/// It is 6.125 log 2, rounded so that it is exact in the sum.
inline constexpr double gate_slope_centre = 0x1.0fb6p+2;

/// e^-t = 2^k (leading + rest), with `leading` exact and |rest| <= 0.11. The polynomial is from
/// scripts/coefficients/gate_slope_exponential.py; the other constants here are from gate_slope_root.py.
template <class Real>
struct gate_exponential {
    Real leading, rest;
    /// 2^(k + gate_slope_shift)
    Real power;
};

/// @param minus_t  -t rounded to a multiple of 2^-23 or coarser, so that 1 + r needs no rounding
/// @param t_lo     what that left of t. The caller makes t larger by the factor 1 + 0x1.79a8dcp-29 in it, as the short
/// log 2 asks for
template <class Real>
SOFTKNEE_FUNCTION gate_exponential<Real> make_gate_exponential(Real shifted_t, Real minus_t, Real t_lo) {
    const Real magic(round_to_exponent<Real> + gate_slope_shift);
    const Real rounded = fma(shifted_t, Real(-0x1.715476p+0), Real(round_to_exponent<Real> + gate_slope_shift + 6));
    const Real hi = fma(rounded - magic, Real(-0x1.62e43p-1), minus_t);
    const Real r = hi - t_lo;
    const Real q =
        evaluate_polynomial(r, {0x1.00000ap-1f, 0x1.55553ep-3f, 0x1.553b7cp-5f, 0x1.118888p-7f, 0x1.8abb48p-10f});
    const Real rest = fma(r * r, q, -t_lo);
    return {Real(1) + hi, rest, power_from_exponent(rounded)};
}

/// m / power for m = e s (p s - 1), e = e^-t, s = 1 / (1 + e), p = t'(x) x; the derivative is -m left of 0, 1 + m
/// right.
///
/// With q near s and v = 1 - q (1 + e), m = e q (u + v (1 + 2 u)) and u = p q - 1. v needs both parts of e q; u is
/// taken by way of p q + 1/2, whose grid is so coarse that the rest of u is exact. Not exact enough at the root, where
/// u cancels: there `near_gate_root` takes over. Errors: gelu_tanh 0.79 ULP,
/// silu 0.80, quick_gelu 0.89, swish 0.98: every float near the root (swish: for three values of beta), else a sample.
///
/// Rejected: w = p - 1 - e and s^2, 9 to 25 instructions more; e q from the leading part of e alone, whose rest v
/// meets too: 100 ULP; p q - 1 and the rest p q - (1 + u), where 1 + u is not exact.
///
/// @tparam Scaled  p comes multiplied by gate_slope_one
template <bool Scaled, class Real>
SOFTKNEE_FUNCTION Real gate_slope_away_from_root(gate_exponential<Real> e, two<Real> p) {
    const Real one(gate_slope_one);
    const Real value = e.leading + e.rest;
    const Real q = reciprocal_exact_at_one(fma(e.power, value, one));
    const Real p_factor = Scaled ? q : q * one;
    const Real a = q * value;
    const Real a_lo = fma(q, e.rest, fma(q, e.leading, -a));
    const Real error = fma(-e.power, a_lo, fma(-e.power, a, Scaled ? fma(-one, q, Real(1)) : Real(1) - p_factor));
    const Real shifted = fma(p.hi, p_factor, Real(0.5));
    const Real u = shifted - Real(1.5);
    const Real u_rest = fma(p.lo, p_factor, fma(p.hi, p_factor, Real(0.5) - shifted));
    const Real u_lo = fma(error, fma(u, Real(2), Real(1)), u_rest);
    return fma(a, u, fma(a, u_lo, a_lo * u));
}

/// m / power as a polynomial in the distance from a float next to the root, for k = -2. `offset` is its value at that
/// float; the slope c1 comes in two parts.
template <class Real>
SOFTKNEE_FUNCTION Real near_gate_root(Real distance, Real offset, double c1, double c2, double c3, double c4, double c5,
                                      double c6 = 0) {
    const double slope = c1 * near_root_scale;
    const double slope_hi = static_cast<double>(static_cast<float>(slope));
    const Real fifth =
        c6 == 0 ? Real(c5 * near_root_scale) : fma(distance, Real(c6 * near_root_scale), Real(c5 * near_root_scale));
    const Real high = fma(fma(fma(distance, fifth, Real(c4 * near_root_scale)), distance, Real(c3 * near_root_scale)),
                          distance, Real(c2 * near_root_scale));
    return fma(distance, Real(slope_hi), fma(distance, fma(distance, high, Real(slope - slope_hi)), offset));
}

/// From m / power to the derivative.
template <class Real, class Mask>
SOFTKNEE_FUNCTION Real finish_gate_slope(Mask positive, Real m, Real power) {
    return fma(m, select(positive, power, -power), select(positive, Real(1), Real(0)));
}

/// gelu_tanh': 0.78 ULP. The sum c + d a^2 is a multiple of 2^-19, so that p / a = 3 (c + d a^2) - 2 c needs no
/// rounding.
template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh_slope_float(Real x) {
    const Real a = at_most(abs(x), Real(11));
    const Real square = a * a;
    const Real square_lo = fma(a, a, -square);
    const Real c(0x1.98846p+0);
    const Real d(0x1.2444f2p-4);
    const Real c_lo(-0x1.95fcecp-21);
    const Real d_lo(0x1.64a40ep-29);
    const Real sum16 = fma(d, square, Real(0x1.98846p+0 + 16));
    const Real sum = sum16 - Real(16);
    const Real sum_lo = fma(d, square, c - sum) + fma(d, square_lo, fma(d_lo, square, c_lo));
    const Real shifted_t = fma(a, sum, Real(gate_slope_centre));
    const Real minus_t = Real(gate_slope_centre) - shifted_t;
    const Real t_lo = fma(a, sum_lo, fma(a, sum, minus_t));
    const gate_exponential<Real> e = make_gate_exponential(shifted_t, minus_t, t_lo);
    const Real slope = fma(sum, Real(3 * gate_slope_one), Real(-2 * 0x1.98846p+0 * gate_slope_one));
    const Real slope_lo = fma(sum_lo, Real(3 * gate_slope_one), Real(-2 * -0x1.95fcecp-21 * gate_slope_one));
    const Real p = a * slope;
    const Real p_lo = fma(a, slope_lo, fma(a, slope, -p));
    const Real m = gate_slope_away_from_root<true>(e, two<Real>{p, p_lo});
    const Real z = a - Real(0x1.8142ap-1);
    const Real near =
        near_gate_root(z, Real(0x1.4f6404b7c2e6ap-86), 0x1.b8baccaac2333p-2, -0x1.8cd1a2b2762a7p-2,
                       -0x1.029acf004883ep-6, 0x1.d2b6e6eb95dbap-4, -0x1.0dc4480978712p-6, -0x1.414f8cd24955ap-6);
    return finish_gate_slope(x > Real(0), select(abs(z) < Real(0.14), near, m), e.power);
}

/// Two coefficients of `near_product_root`, which swish needs for its derivative too.
inline constexpr double product_root_slope = 0x1.be140fc338419p-3;
inline constexpr double product_root_curvature = -0x1.2c5630f10009ep-3;

/// For t = rate |x|, as a function of t.
template <class Real>
SOFTKNEE_FUNCTION Real near_product_root(Real distance, Real offset) {
    return near_gate_root(distance, offset, product_root_slope, product_root_curvature, 0x1.353e16d8bcc77p-6,
                          0x1.f2af4f8e6eeffp-7, -0x1.af5fd7955594ap-8);
}

/// The product of the two is m.
template <class Real>
struct product_gate_value {
    Real m, power;
};

/// For t = (rate + rate_lo) a, where rate_lo also has the factor that `make_gate_exponential` asks for.
template <class Real>
SOFTKNEE_FUNCTION product_gate_value<Real> product_gate_away_from_root(Real a, Real rate, Real rate_lo) {
    const Real shifted_t = fma(a, rate, Real(gate_slope_centre));
    const Real minus_t = Real(gate_slope_centre) - shifted_t;
    const Real t_lo = fma(a, rate_lo, fma(a, rate, minus_t));
    const gate_exponential<Real> e = make_gate_exponential(shifted_t, minus_t, t_lo);
    return {gate_slope_away_from_root<false>(e, two<Real>{-minus_t, t_lo}), e.power};
}

/// silu': 0.80 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real silu_slope_float(Real x) {
    const Real a = at_most(abs(x), Real(sigmoid_limit<Real>));
    const product_gate_value<Real> away = product_gate_away_from_root(a, Real(1), Real(0x1.79a8dcp-29));
    const Real z = a - Real(0x1.474974p+0);
    const Real near = near_product_root(z, Real(0x1.848b9d980c143p-87));
    return finish_gate_slope(x > Real(0), select(abs(z) < Real(0x1.4p-3), near, away.m), away.power);
}

/// quick_gelu': 0.89 ULP. Its polynomial has coefficients of its own, because the low part of t does not scale with x.
template <class Real>
SOFTKNEE_FUNCTION Real quick_gelu_slope_float(Real x) {
    const Real a = at_most(abs(x), Real(sigmoid_limit<Real> / 1.7));
    const product_gate_value<Real> away = product_gate_away_from_root(a, Real(0x1.b3b646p+0), Real(-0x1.287c24p-26));
    const Real z = a - Real(0x1.80974ap-1);
    const Real near = near_gate_root(z, Real(-0x1.24d84b4ea8a3cp-86), 0x1.7b9cda47ba814p-2, -0x1.b3021d4e1aec1p-2,
                                     0x1.7d2b53e8e0ff6p-4, 0x1.058b35a846453p-3, -0x1.8110356fed2e9p-4);
    return finish_gate_slope(x > Real(0), select(abs(z) < Real(0x1.4p-3 / 1.702), near, away.m), away.power);
}

/// swish': 0.98 ULP.
/// @param a, beta  at least 0, with a limited product
template <class Real, class Mask>
SOFTKNEE_FUNCTION Real swish_slope_float(Mask positive, Real a, Real beta) {
    const product_gate_value<Real> away = product_gate_away_from_root(a, beta, beta * Real(0x1.79a8dcp-29));
    const two<Real> t = two_product(a, beta);
    const Real z = t.hi - Real(0x1.474974p+0);
    // For some beta t.hi is the root's leading part, and then these two numbers are all that is left. The polynomial
    // takes the leading parts; what it would add for the rest is its derivative times the rest.
    const two<Real> rest = two_sum(t.lo, Real(0x1.bdf6fap-27));
    const Real rest_lo = rest.lo - Real(-0x1.03945ap-53);
    constexpr double slope_hi = static_cast<float>(product_root_slope * near_root_scale);
    const Real slope_lo = fma(z, Real(2 * product_root_curvature * near_root_scale),
                              Real(product_root_slope * near_root_scale - slope_hi));
    const Real offset = fma(rest.hi, Real(slope_hi), fma(rest.hi, slope_lo, rest_lo * Real(slope_hi)));
    const Real near = near_product_root(z, offset);
    return finish_gate_slope(positive, select(abs(z) < Real(0x1.4p-3), near, away.m), away.power);
}

}  // namespace softknee::math
