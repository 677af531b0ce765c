// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential_ratio.hpp>
#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/tanh_quotient.py, then softknee_narrow_forms.
template <class Storage>
struct tanh_shrink_coefficients;
template <>
struct tanh_shrink_coefficients<bfloat16> {
    float numerator[3] = {0x1.5554b8p-2f, 0x1.e7dc0ap-7f, 0x1.a27618p-19f};
    float denominator[3] = {1.0f, 0x1.c74d0ap-2f, 0x1.05f4e0p-6f};
    float seed = 0x1.e6238ep+126f, one = 1.0f, square = 1.0f;
};
template <>
struct tanh_shrink_coefficients<float16> {
    float numerator[3] = {0x1.55555ep-2f, 0x1.448caap-6f, 0x1.668360p-13f};
    float denominator[4] = {0x1.000006p+0f, 0x1.d67404p-2f, 0x1.6ea80cp-6f, 0x1.7233c0p-13f};
    float seed = 0x1.e620c6p+126f, one = 0x1.80019ep+0f, square = 0x1.7ff882p-1f;
};

/// |x| - tanh |x| = (|x| - a) + a (z N(z) / D(z)) with a = min(|x|, limit), z = a^2.
///
/// The limit is such that the value there is more than limit - 1 by half a unit at 512 (bfloat16) or 4096 (float16):
/// in the binades before these, an odd x - 1 is a tie of the type, and the exact result lies on its outer side.
template <class Real>
SOFTKNEE_FUNCTION Real tanh_shrink(Real x, const tanh_shrink_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 5.75 : 4.75));
    const Real z = a * a;
    const Real w =
        sufficient_quotient(z * evaluate_polynomial(z, c.numerator), evaluate_polynomial(z, c.denominator), c);
    return copysign(fma(a, w, abs(x) - a), x);
}

/// Coefficients: scripts/coefficients/narrow/tanh_quotient.py, then softknee_narrow_forms.
template <class Storage>
struct tanh_shrink_derivative_coefficients;
template <>
struct tanh_shrink_derivative_coefficients<bfloat16> {
    float numerator[4] = {0x1p+0f, 0x1.fab75cp-4f, 0x1.3272d2p-9f, 0x1.1b1f6ap-18f};
    float denominator[4] = {0x1p+0f, 0x1.d401f4p-2f, 0x1.5deba8p-6f, 0x1.386edcp-13f};
    float guess = 0x1.e668b2p+126f, first = 0x1.0029fep+1f, second = 0x1.000006p+1f;
};
template <>
struct tanh_shrink_derivative_coefficients<float16> {
    float numerator[5] = {0x1.000008p+0f, 0x1.1357f6p-3f, 0x1.d422acp-9f, 0x1.6f541p-16f, 0x1.05a68ap-26f};
    float denominator[5] = {0x1.000008p+0f, 0x1.df0154p-2f, 0x1.acadb4p-6f, 0x1.65b28p-12f, 0x1.c98b2ep-21f};
    float seed = 0x1.e5e2c4p+126f, one = 0x1.80103p+0f, square = 0x1.7fedcep-1f;
};

/// tanh^2 x. A relative error that holds for every dy asks for a wider range and a higher degree than tanh itself: at
/// the bounds tanh^2 is 1 within 6e-6 (bfloat16) or 5e-7.
template <class Real>
SOFTKNEE_FUNCTION Real
tanh_shrink_derivative(Real x, const tanh_shrink_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 6.7 : 8));
    const Real z = a * a;
    const Real n = a * evaluate_polynomial(z, c.numerator);
    const Real d = evaluate_polynomial(z, c.denominator);
    Real y;
    if constexpr (is_bfloat16<Real>) {
        y = n * reciprocal(d, c);
    } else {
        y = quotient(n, d, c);
    }
    return y * y;
}

}  // namespace softknee::math::narrow
