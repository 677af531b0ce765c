// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_ratio.hpp>
#include <softknee/math/narrow/logistic_coefficients.hpp>

/// The logistic family for 16-bit results, as far as it has no parameter.
namespace softknee::math::narrow {

/// 1 / (1 + e^-x) = e^x / (1 + e^x). Beyond the bounds nothing changes, in the lower tail down to half of the smallest
/// subnormal.
///
/// 1/2 + x/4 is a tie of float16 for many small x, of which float32 does not see that the exact result lies nearer to
/// 1/2: so two units are added to e^x for x < 0, and the coefficients round down. Without this, 3 results stayed
/// misrounded. Added to the result they would make a number of a NaN.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid(Real x, const sigmoid_coefficients<typename Real::storage_type>& c = {}) {
    constexpr double below = is_bfloat16<Real> ? -108 : -31;
    constexpr double above = is_bfloat16<Real> ? 40 : 24;
    constexpr int shift = derivative_shift<Real>;
    const exponential_ratio<Real> e = make_exponential_ratio<shift>(at_most(at_least(x, Real(below)), Real(above)), c);
    const Real q = reciprocal(one_plus<shift>(e, c), c);
    if constexpr (is_bfloat16<Real>) {
        return e.scaled * q;
    } else {
        return from_bits<Real>(as_bits(e.scaled) + (as_bits(x) >> 30)) * q;
    }
}

/// max(x, 0) - a e / (1 + e) with a = |x| and e = e^-t(a): x sigmoid(t(x)) for every odd t. One clamp is enough, and
/// x > 0 has the smaller error.
///
/// Where x / 2 is a tie, the exact result lies above it. `nudge` (on the scale of a e) moves it there; it makes a
/// positive number of -0, therefore the copysign. For bfloat16 it has to exceed the error of the reciprocal at the
/// largest subnormal number, a few units of 2^-149.
///
/// Ends: t is clamped where x sigmoid(t) is below half of the smallest subnormal, so -inf gives -0; inf and NaN come
/// back by way of max(x, 0), which for the bound -0 keeps the sign of zero. Rejected: e^-x with two clamps and x as a
/// factor (as short, but x e overflows and 1 + e needs another factor); exp by a polynomial (one operation more); the
/// guess improved by a cubic and a Newton step (one more, and four times less accurate).
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real gate(Real x, Real a, exponential_ratio<Real> e, double nudge, const Coefficients& c) {
    const Real m = fma(-a, e.scaled, Real(nudge));
    return copysign(fma(m, reciprocal(one_plus(e, c), c), at_least(x, Real(-0.0))), x);
}

/// The same for float16 where the coefficients round 2^-25 up, its only tie that float32 cannot tell; two instructions
/// less. They exist for quick_gelu and gelu_tanh. For silu every search ended with -2^-11 or 2^-24 misrounded, which
/// ask for opposite errors of sigmoid(0).
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real gate(Real x, Real a, exponential_ratio<Real> e, const Coefficients& c) {
    return fma(-(a * e.scaled), reciprocal(one_plus(e, c), c), at_least(x, Real(-0.0)));
}

template <class Real>
SOFTKNEE_FUNCTION Real silu(Real x, const silu_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 98 : 24));
    return gate(x, a, make_exponential_ratio(-a, c), is_bfloat16<Real> ? 0x1p-125 : 0x1.9p-28, c);
}

template <class Real>
SOFTKNEE_FUNCTION Real quick_gelu(Real x, const quick_gelu_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 58 : 15));
    const exponential_ratio<Real> e = make_exponential_ratio(-a, c);
    if constexpr (is_bfloat16<Real>) {
        return gate(x, a, e, 0x1p-126, c);
    } else {
        return gate(x, a, e, c);
    }
}

template <int Shift, class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_ratio<Real> gelu_tanh_exponential(Real a, Real square, const Coefficients& c) {
    const Real magic(rounding_shift<Real, Shift>);
    const Real rate = fma(square, Real(c.cubic), Real(c.linear));
    const Real rounded = fma(-a, rate, magic);
    const Real k = rounded - magic;
    return make_exponential_ratio(fma(-a, rate, -k), rounded, c);
}

template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh(Real x, const gelu_tanh_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 10.5 : 7));
    const exponential_ratio<Real> e = gelu_tanh_exponential<exponent_shift<Real>>(a, a * a, c);
    if constexpr (is_bfloat16<Real>) {
        return gate(x, a, e, 0x1p-124, c);
    } else {
        return gate(x, a, e, c);
    }
}

}  // namespace softknee::math::narrow
