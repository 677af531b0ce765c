// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/two.hpp>

/// Square roots that are nearly correctly rounded, for numbers that are far from the ends of the range: the caller
/// scales, because it knows how far its numbers reach and multiplies by something anyway.
namespace softknee::math {

/// 1 / sqrt(v) for a normal v > 0, with a relative error of 2^-15.4 (double: 2^-43). Finite for 0.
///
/// The halved bit pattern is subtracted from a constant (Lomont, Fast Inverse Square Root, 2003), and one quadratic
/// step in t = v r^2 follows. Its leading coefficient would be 3/8; choosing the seed 18 % too small makes it 1, which
/// saves a multiplication, as completing the square saves another. The constants are printed by
/// scripts/coefficients/root_estimate.py.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_root_estimate(Real v) {
    using bits = typename format<Real>::bits;
    constexpr bits magic = is_double<Real> ? static_cast<bits>(0x5fe2200000000000ULL) : static_cast<bits>(0x5f110000U);
    const Real seed = from_bits<Real>(magic - (as_bits(v) >> 1));
    const Real e = fma(-(v * seed), seed, Real(0x1.206dacp+0));
    const Real r = seed * fma(e, e, Real(0x1.035e0ep+0));
    if constexpr (is_double<Real>) {
        const Real rest = fma(-(v * r), r, Real(1));
        return fma(r * rest, fma(rest, Real(0.375), Real(0.5)), r);
    } else {
        return r;
    }
}

/// sqrt(v) within 0.51 ULP, for 2^-100 < v < 2^127 (double: 2^-900 < v < 2^1023), and for 0.
///
/// The remainder v - s^2 of the estimate s is exact, and half of it over s squares the relative error.
template <class Real>
SOFTKNEE_FUNCTION Real root_in_range(Real v) {
    const Real r = reciprocal_root_estimate(v);
    const Real s = v * r;
    return fma(fma(-s, s, v), r * Real(0.5), s);
}

/// The same for v.hi + v.lo.
template <class Real>
SOFTKNEE_FUNCTION Real root_in_range(two<Real> v) {
    const Real r = reciprocal_root_estimate(v.hi);
    const Real s = v.hi * r;
    return fma(fma(-s, s, v.hi) + v.lo, r * Real(0.5), s);
}

}  // namespace softknee::math
