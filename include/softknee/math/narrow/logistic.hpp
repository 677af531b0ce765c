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
    constexpr double below = is_bfloat16<Real> ? -98 : -24;
    constexpr double above = is_bfloat16<Real> ? 60 : 24;
    const exponential_ratio<Real> e = make_exponential_ratio(at_most(at_least(x, Real(below)), Real(above)), c);
    const Real q = reciprocal(one_plus(e, c), c);
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

/// The derivative of x sigmoid(t(x)): e (1 + e - p) / (1 + e)^2 for x < 0 and 1 minus that for x > 0, with
/// p = |x| t'(x) and `slope` = t'(x) * one * 2^shift.
///
/// 1 + e - p has a root, of which subtracting rounded numbers leaves enough for the inputs that exist: their distances
/// from it are known, and the search has seen them. In the tail the product has to begin with the smallest factor
/// times the largest, or it is subnormal before its last operation.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real gate_derivative(Real x, exponential_ratio<Real> e, Real a, Real slope, const Coefficients& c) {
    const Real d = one_plus(e, c);
    const Real q = reciprocal(d, c);
    const Real m = ((e.scaled * fma(-a, slope, d)) * q) * q;
    if constexpr (is_bfloat16<Real>) {
        return select(x < Real(0), m, Real(1) - m);
    } else {
        return select(x < Real(0), m, Real(c.unity) - m);
    }
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

template <class Real, class Coefficients>
SOFTKNEE_FUNCTION exponential_ratio<Real> gelu_tanh_exponential(Real a, Real square, const Coefficients& c) {
    const Real rate = fma(square, Real(c.cubic), Real(c.linear));
    const Real rounded = fma(-a, rate, Real(rounding_shift<Real>));
    const Real k = rounded - Real(rounding_shift<Real>);
    return make_exponential_ratio(fma(-a, rate, -k), rounded, c);
}

template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh(Real x, const gelu_tanh_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 10.5 : 7));
    const exponential_ratio<Real> e = gelu_tanh_exponential(a, a * a, c);
    if constexpr (is_bfloat16<Real>) {
        return gate(x, a, e, 0x1p-124, c);
    } else {
        return gate(x, a, e, c);
    }
}

template <class Real>
SOFTKNEE_FUNCTION Real silu_derivative(Real x,
                                       const silu_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 98 : 24));
    const exponential_ratio<Real> e = make_exponential_ratio(-a, c);
    return gate_derivative(x, e, a, is_bfloat16<Real> ? e.one * Real(0x1p16) : e.one, c);
}

template <class Real>
SOFTKNEE_FUNCTION Real quick_gelu_derivative(Real x,
                                             const quick_gelu_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 58 : 15));
    const exponential_ratio<Real> e = make_exponential_ratio(-a, c);
    return gate_derivative(x, e, a, e.one * Real(c.rate), c);
}

template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh_derivative(Real x, const gelu_tanh_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 10.5 : 7));
    const Real square = a * a;
    const exponential_ratio<Real> e = gelu_tanh_exponential(a, square, c);
    return gate_derivative(x, e, a, e.one * fma(square, Real(c.slope_of_square), Real(c.slope)), c);
}

/// e / (1 + e)^2 with e = e^-|x|
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_derivative(Real x,
                                          const sigmoid_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const exponential_ratio<Real> e = make_exponential_ratio(-at_most(abs(x), Real(is_bfloat16<Real> ? 98 : 24)), c);
    const Real q = reciprocal(one_plus(e, c), c);
    return ((e.scaled * (is_bfloat16<Real> ? e.one * Real(0x1p16) : e.one)) * q) * q;
}

/// y (1 - y); a y outside [0, 1] counts as the nearer end.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_derivative_from_output(Real y) {
    const Real limited = at_most(y, Real(1));
    return select(y <= Real(0), 0.0, fma(-limited, limited, limited));
}

}  // namespace softknee::math::narrow
