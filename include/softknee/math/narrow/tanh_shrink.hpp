// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

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

template <class Storage>
struct tanh_shrink_derivative_coefficients;
template <>
struct tanh_shrink_derivative_coefficients<bfloat16> {
    float numerator[3] = {0x1.ffff38p-1f, 0x1.b13ea4p-4f, 0x1.9cdb22p-11f};
    float denominator[3] = {0x1.fffffep-1f, 0x1.c1907ap-2f, 0x1.c77d2cp-7f};
    float seed = 0x1.e623eap+126f, one = 0x1.0000eep+0f, square = 0x1.ffff6ap-1f;
};
template <>
struct tanh_shrink_derivative_coefficients<float16> {
    float numerator[4] = {0x1.fffffcp-1f, 0x1.013104p-3f, 0x1.4a2c1ap-9f, 0x1.600c2cp-18f};
    float denominator[4] = {0x1.fffffap-1f, 0x1.d5edacp-2f, 0x1.6b09cap-6f, 0x1.65145cp-13f};
    float seed = 0x1.e6233cp+126f, one = 0x1.7fffdcp+0f, square = 0x1.800028p-1f;
};

/// tanh^2 x; a tie of x^2 belongs to the side of 0: the quotient is a little below 1 at 0.
template <class Real>
SOFTKNEE_FUNCTION Real
tanh_shrink_derivative(Real x, const tanh_shrink_derivative_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(is_bfloat16<Real> ? 3.82 : 4.86));
    const Real z = a * a;
    const Real n = a * evaluate_polynomial(z, c.numerator);
    const Real y = sufficient_quotient(n, evaluate_polynomial(z, c.denominator), c);
    return y * y;
}

}  // namespace softknee::math::narrow
