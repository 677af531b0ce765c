// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/tanh_quotient.py, then softknee_narrow_forms.
template <class Storage>
struct tanh_coefficients;
template <>
struct tanh_coefficients<bfloat16> {
    float numerator[3] = {0x1.ffff44p-1f, 0x1.b4a4d0p-4f, 0x1.ae967ep-11f};
    float denominator[3] = {1.0f, 0x1.c27210p-2f, 0x1.d0d712p-7f};
    float seed = 0x1.e6238ep+126f, one = 1.0f, square = 1.0f;
};
template <>
struct tanh_coefficients<float16> {
    float numerator[4] = {1.0f, 0x1.01ead8p-3f, 0x1.4ee1c0p-9f, 0x1.6fac56p-18f};
    float denominator[4] = {1.0f, 0x1.d64ab0p-2f, 0x1.6d8eb0p-6f, 0x1.6e720cp-13f};
    float seed = 0x1.e6238ep+126f, one = 1.5f, square = 0.75f;
};

/// x P(x^2) / Q(x^2), the minimax quotient up to the |x| from which tanh rounds to 1: three to four operations less
/// than with expm1(-2 |x|), and exact without a search. One degree less in either (1/2 and 2/3) left 24 and 12
/// misrounded.
template <class Real>
SOFTKNEE_FUNCTION Real tanh(Real x, const tanh_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 3.5 : 4.53));
    const Real z = a * a;
    const Real n = a * evaluate_polynomial(z, c.numerator);
    return copysign(sufficient_quotient(n, evaluate_polynomial(z, c.denominator), c), x);
}

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct tanh_derivative_coefficients;
template <>
struct tanh_derivative_coefficients<bfloat16> {
    float exponential[5] = {0x1.ffffep-1f, 0x1.fffb4ep-1f, 0x1.0004d2p-1f, 0x1.57d252p-3f, 0x1.5411c4p-5f};
    float seed = 0x1.e621ecp+126f, one = 0x1.7fff74p+0f, square = 0x1.800008p-1f;
};
template <>
struct tanh_derivative_coefficients<float16> {
    float exponential[6] = {0x1.000002p+0f, 0x1.ffffd4p-1f, 0x1.fffd5ep-2f,
                            0x1.55605ep-3f, 0x1.574346p-5f, 0x1.0faefep-7f};
    float seed = 0x1.e64132p+126f, one = 0x1.80029p+0f, square = 0x1.800e62p-1f;
};

/// sech^2 x = 4 e / (1 + e)^2 with e = e^(-2 |x|). bfloat16: E = 2^32 e and q = 2^-15 / (1 + e), so that the last
/// product is the only one that can be subnormal.
template <class Real>
SOFTKNEE_FUNCTION Real tanh_derivative(Real x,
                                       const tanh_derivative_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const Real a = at_most(abs(x), Real(wide ? 54 : 16));
    const Real e = exponential(reduce(a * Real(-2), Real(0x1.8p23 + (wide ? 32 : 0))), c);
    const Real q = reciprocal_from_seed(fma(e, Real(wide ? 0x1p-17 : 0.5), Real(wide ? 0x1p15 : 0.5)), c);
    return e * q * q;
}

/// 1 - y^2, with |y| above 1 as 1.
template <class Real>
SOFTKNEE_FUNCTION Real tanh_derivative_from_output(Real y) {
    return at_least(fma(-y, y, Real(1)), Real(0));
}

}  // namespace softknee::math::narrow
