// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/sigmoid.hpp>

namespace softknee::math {

/// The float64 derivatives of gates x sigmoid(t(x)), for an odd, growing t. e^-|t| is carried as 2^-slope_shift times a
/// number, which stays normal up to |t| = 860.
inline constexpr int slope_shift = 300;
inline constexpr double slope_one = 0x1p-300;

/// What the derivative of a gate x sigmoid(t(x)) depends on at its root t = -t0: t0 in three parts and e0 = e^-t0. A
/// `remainder(r)` is e0 (e^r - 1 - r) / r^2 for |r| <= 0.35. From
/// scripts/coefficients/gate_slope_double.sollya.
///
/// This one is for t = c x, where p0 = 1 + e0 is t0.
template <class Real>
struct product_gate_root {
    static constexpr double argument = 0x1.474973c84120bp0;
    static constexpr double argument_lo = 0x1.f8d74bc9ac154p-54;
    static constexpr double argument_rest = 0x1.44a50180ba78p-108;
    static constexpr double product = argument;
    static constexpr double e = 0x1.1d25cf210482ep-2;
    static constexpr double e_lo = -0x1.ca2d0d94faaecp-60;

    SOFTKNEE_FUNCTION static Real remainder(Real r) {
        return evaluate_polynomial(
            r, {0x1.1d25cf210482ep-3, 0x1.7c3269815b593p-5, 0x1.7c3269815b549p-7, 0x1.302854677c1c4p-9,
                0x1.958b1b34bfe9dp-12, 0x1.cf7a683dc3d0ap-15, 0x1.cf7a67c48a3c2p-18, 0x1.9bfb00b29189dp-21,
                0x1.4996834182433p-24, 0x1.df7e31cb107p-28, 0x1.3ea00ae404d8cp-31, 0x1.66b43c25dfe04p-35});
    }
};

/// For the t of gelu_tanh.
template <class Real>
struct cubic_gate_root {
    static constexpr double argument = 0x1.3b2cf738f9ffep0;
    static constexpr double argument_lo = -0x1.0b556131950eap-56;
    static constexpr double argument_rest = 0x1.adf5a81cb276fp-113;
    static constexpr double product = 0x1.4abd93a71217bp+0;
    static constexpr double product_lo = 0x1.d86b71e9710a0p-54;
    static constexpr double e = 0x1.2af64e9c485eep-2;
    static constexpr double e_lo = -0x1.3ca470b477afcp-57;

    SOFTKNEE_FUNCTION static Real remainder(Real r) {
        return evaluate_polynomial(
            r, {0x1.2af64e9c485eep-3, 0x1.8e9dbe25b5d3dp-5, 0x1.8e9dbe25b5ba3p-7, 0x1.3ee4981e2b1eep-9,
                0x1.a930cad3789f4p-12, 0x1.e5ee9ea74f91ep-15, 0x1.e5ee9beb50acfp-18, 0x1.aff08f67a9a43p-21,
                0x1.5992d80621c9dp-24, 0x1.f695c0e7bf73fp-28, 0x1.470020251cc5bp-31, 0x1.a9c5fe4991d55p-35});
    }
};

/// The derivative of x sigmoid(t(x)) for an odd, growing t. With e = e^-|t| and p = |x t'(x)| it is
/// m = -e w / (1 + e)^2, w = p - 1 - e, where t is negative, and 1 - m elsewhere.
///
/// With r = t0 - |t| - k ln 2: e = 2^k (e0 + z), z = e0 (e^r - 1). Around the root k is 0 and w = (p - 1 - e0) - z, two
/// terms of one sign that are known to their last place. Every factor of m carries a low part, the reciprocal as its
/// remainder; without those of e or w the error exceeds 1 ULP. The low part of e0 goes into e_hi, so that just below 0
/// e_hi is not 1/4, where the sum w loses a bit. Error 0.83 ULP. It is right for float as well, within 0.98 ULP, where
/// gate_slope_float.hpp does with 9 to 25 instructions less.
///
/// @param t          |t(x)|, or its leading part, limited to `sigmoid_limit`
/// @param rounding   t, or near it: selects k
/// @param below      t0 - |t| less the part that t alone makes: from Root::argument_lo and the low part of |t|
/// @param p          |x t'(x)|
/// @param p_near_lo  p.lo less the low part of 1 + e0
/// @tparam RootMoves  whether p_near_lo has a low part: with a parameter in t, any float may be next to the root
template <template <class> class Root, bool RootMoves, class Real, class Mask>
SOFTKNEE_FUNCTION Real sigmoid_gate_slope(Mask positive, Real t, Real rounding, two<Real> below, two<Real> p,
                                          two<Real> p_near_lo) {
    using root = Root<Real>;
    using bits = typename format<Real>::bits;
    constexpr double ln2_hi = 0x1.62e42fefa38p-1;
    constexpr double ln2_lo = 0x1.ef35793c7673p-45;
    const Real e0(root::e);
    // The root lies in the interval of 2^-2, so k counts from there. The shift keeps `scaled_power` normal in the tail.
    constexpr double magic = round_to_integer<Real> + slope_shift;
    const Real rounded = fma(rounding, Real(-0x1.71547652b82fep+0), Real(magic));
    const Real k = rounded - Real(magic - 2);
    const Real hi = fma(rounded - Real(magic), Real(-ln2_hi), -t) - Real(2 * ln2_hi - root::argument);
    // The root of t = c x lies next to the middle of two doubles, and there hi and lo cancel.
    const Real lo = fma(k, Real(-ln2_lo), below.hi);
    const Real r = hi + lo;
    const Real scaled_trailing = e0 * ((lo - (r - hi)) + below.lo);
    const Real rest = fma(fma(root::remainder(r), r, Real(root::e_lo)), r, scaled_trailing);
    const Real z = fma(e0, r, rest);
    const Real e_hi = e0 + (z + Real(root::e_lo));
    const Real e_lo = (fma(e0, r, e0 - e_hi) + rest) + Real(root::e_lo);

    constexpr bits two_more = format<Real>::one + (bits(2) << format<Real>::mantissa_bits);
    const Real scaled_power = from_bits<Real>((as_bits(rounded) << format<Real>::mantissa_bits) + two_more);
    const Real power = scaled_power * Real(slope_one);
    const Real e = power * e_hi;
    const Real e_rest = power * e_lo;

    const auto near = k == Real(0);
    const Real near_step = p_near_lo.hi - z;
    const Real near_rest = RootMoves ? ((p_near_lo.hi - near_step) - z) + p_near_lo.lo : Real(0);
    const Real start = select(near, Real(root::product), Real(1));
    const Real step = select(near, near_step, -e);
    const Real step_lo = select(near, near_rest, p.lo - e_rest);
    const Real above = p.hi - start;
    const Real w = above + step;
    const Real w_lo = (p.hi - (above + start)) + ((step - (w - above)) + step_lo);

    // 2 / (1 + e) = q (1 + twice_error / 2)
    const Real q = reciprocal_exact_at_one(fma(e, Real(0.5), Real(0.5)));
    const Real twice_error = fma(-e_rest, q, fma(-e, q, Real(2) - q));
    const Real square = q * q;
    const Real square_lo = fma(square, twice_error, fma(q, q, -square));
    const Real n = e_hi * w;
    const Real n_lo = fma(e_lo, w, fma(e_hi, w_lo, fma(e_hi, w, -n)));
    const Real m = fma(n, square, fma(n_lo, square, (n + n_lo) * square_lo)) * Real(slope_one / 4);
    return fma(m, select(positive, scaled_power, -scaled_power), select(positive, Real(1), Real(0)));
}

/// The same for t = c x, where p is |t|; |t| in two parts and limited. The addition centres k = 0 around the root: with
/// r in [-0.46, 0.24] the error was 1.09 ULP at r = -0.45.
template <bool RootMoves, class Real, class Mask>
SOFTKNEE_FUNCTION Real product_gate_slope(Mask positive, two<Real> t) {
    using root = product_gate_root<Real>;
    const Real root_lo(root::argument_lo);
    const Real rest(root::argument_rest);
    const Real centred = t.hi + Real(0.1078);
    if constexpr (RootMoves) {
        const Real p = t.lo - root_lo;
        const Real larger = select(abs(t.lo) < abs(root_lo), -root_lo, t.lo);
        const Real smaller = select(abs(t.lo) < abs(root_lo), t.lo, -root_lo);
        const two<Real> p_near_lo{p, (smaller - (p - larger)) - rest};
        return sigmoid_gate_slope<product_gate_root, true>(positive, t.hi, centred, -p_near_lo, t, p_near_lo);
    } else {
        const Real p = (t.lo - root_lo) - rest;
        const two<Real> p_near_lo{p, Real(0)};
        return sigmoid_gate_slope<product_gate_root, false>(positive, t.hi, centred, -p_near_lo, t, p_near_lo);
    }
}

}  // namespace softknee::math
