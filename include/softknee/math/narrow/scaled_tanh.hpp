// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

template <class Storage>
struct scaled_tanh_coefficients;
template <>
struct scaled_tanh_coefficients<bfloat16> {
    float numerator[4] = {1.0f, 0x1.fab73cp-4f, 0x1.327302p-9f, 0x1.1b1f88p-18f};
    float denominator[4] = {0x1.fffffep-1f, 0x1.d401e8p-2f, 0x1.5debaap-6f, 0x1.386edcp-13f};
    float seed = 0x1.e62388p+126f, one = 0x1.7fff9cp+0f, square = 0x1.7ffffap-1f;
};
template <>
struct scaled_tanh_coefficients<float16> {
    float numerator[5] = {1.0f, 0x1.1357e6p-3f, 0x1.d422a0p-9f, 0x1.6f54e6p-16f, 0x1.05aad4p-26f};
    float denominator[5] = {1.0f, 0x1.df0144p-2f, 0x1.acada4p-6f, 0x1.65b298p-12f, 0x1.c98a42p-21f};
    float seed = 0x1.e621c0p+126f, one = 0x1.7fffd4p+0f, square = 0x1.7ffb5ap-1f;
};

/// b tanh(a x). bfloat16: near 0 a tie of a b x belongs to the side of 0, to which the last operation moves it.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_tanh(Real x, Real a, Real b,
                                   const scaled_tanh_coefficients<typename Real::storage_type>& c = {}) {
    const tie_free<Real> slope = move_off_ties(two_product(a, b));
    const Real u = at_most(abs(x), Real(is_bfloat16<Real> ? 6.6 : 8) * math::reciprocal(a));
    const Real v = u * a;
    const Real z = v * v;
    const Real nudge = slope.direction * Real(is_bfloat16<Real> ? 0x1p-149 : 0);
    const Real n = fma(u * slope.value, evaluate_polynomial(z, c.numerator), nudge);
    return copysign(quotient(n, evaluate_polynomial(z, c.denominator), c), x);
}

template <class Storage>
struct scaled_tanh_derivative_coefficients;
template <>
struct scaled_tanh_derivative_coefficients<bfloat16> {
    float exponential[5] = {0x1.fffff4p-1f, 0x1.fffa9ap-1f, 0x1.00040ap-1f, 0x1.57cd00p-3f, 0x1.541332p-5f};
    float seed = 0x1.e623bep+126f, one = 0x1.7ffffap+0f, square = 0x1.800010p-1f;
};
template <>
struct scaled_tanh_derivative_coefficients<float16> {
    float exponential[6] = {0x1.fffff6p-1f, 0x1.ffffd6p-1f, 0x1.0000f6p-1f,
                            0x1.556010p-3f, 0x1.56368cp-5f, 0x1.0f8d18p-7f};
    float seed = 0x1.e6c90ep+126f, one = 0x1.800aacp+0f, square = 0x1.7fe3b8p-1f;
};

/// a b sech^2(a x); the last product, with a b, is the only one that can be subnormal.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_tanh_derivative(
    Real x, Real a, Real b, const scaled_tanh_derivative_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const Real twice = a * Real(-2);
    const Real leading = head(twice);
    const Real u = at_most(abs(x), Real(wide ? 57 : 30) * math::reciprocal(a));
    const Real e = exponential(reduce(u, two<Real>{leading, twice - leading}, Real(0x1.8p23 + (wide ? 40 : 0))), c);
    const Real q = reciprocal_from_seed(fma(e, Real(wide ? 0x1p-41 : 0.5), Real(0.5)), c);
    return e * q * q * (a * b * Real(wide ? 0x1p-40 : 1));
}

/// (a + (a / b) |y|) (b - |y|), with |y| above b as b. float16: the product is rounded to odd, unless it is exact.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_tanh_derivative_from_output(Real y, Real a, Real b) {
    const Real m = at_most(abs(y), b);
    const Real inverse = math::reciprocal(b);
    const Real ratio = a * inverse;
    const Real rest = fma(-ratio, b, a) * inverse;
    const Real sum = fma(m, ratio, a);
    const Real difference = b - m;
    const Real d = sum * difference;
    if constexpr (is_bfloat16<Real>) {
        return d;
    } else {
        const Real sum_low = fma(m, rest, fma(m, ratio, a - sum));
        const Real difference_low = (b - difference) - m;
        const Real d_low = fma(sum, difference, -d) + fma(sum, difference_low, sum_low * difference);
        return select(d_low == Real(0), d, round_to_odd(d, d_low));
    }
}

}  // namespace softknee::math::narrow
