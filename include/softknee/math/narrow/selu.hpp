// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct selu_coefficients;
template <>
struct selu_coefficients<bfloat16> {
    float expm1[4] = {1.0f, 0x1.00048ap-1f, 0x1.576208p-3f, 0x1.555182p-5f};
    float above = 0x1.0cfabep+0f, below = 0x1.c212ccp+0f;
};
template <>
struct selu_coefficients<float16> {
    float expm1[5] = {1.0f, 0x1.00000cp-1f, 0x1.5564f8p-3f, 0x1.570a06p-5f, 0x1.110b10p-7f};
    float above = 0x1.0cfac2p+0f, below = 0x1.c212ccp+0f;
};

/// x > 0 ? l x : l a expm1(x), the latter as (l a 2^k) expm1(r) + (l a 2^k - l a): without cancellation.
template <class Real>
SOFTKNEE_FUNCTION Real selu(Real x, const selu_coefficients<typename Real::storage_type>& c = {}) {
    const reduced_argument<Real> a = reduce(at_least(x, Real(-17.5)));
    const Real limit(c.below);
    const Real scaled = a.scale(limit);
    const Real z = a.r * evaluate_polynomial(a.r, c.expm1);
    return select(x < Real(0), fma(scaled, z, scaled - limit), x * Real(c.above));
}

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct selu_derivative_coefficients;
template <>
struct selu_derivative_coefficients<bfloat16> {
    float exponential[5] = {0x1.ffffdep-1f, 0x1.fffb78p-1f, 0x1.00064p-1f, 0x1.57d2acp-3f, 0x1.54100ap-5f};
    float below = 0x1.c212acp+0f;
};
template <>
struct selu_derivative_coefficients<float16> {
    float exponential[6] = {0x1.00000cp+0f, 0x1.000006p+0f, 0x1.fffe82p-2f,
                            0x1.555b6ap-3f, 0x1.56f926p-5f, 0x1.0e9fb2p-7f};
    float below = 0x1.c212b8p+0f;
};

/// x > 0 ? l : l a e^x. bfloat16: e^x is kept 2^32 higher, so that only the last product can be subnormal.
template <class Real>
SOFTKNEE_FUNCTION Real selu_derivative(Real x,
                                       const selu_derivative_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const reduced_argument<Real> a = reduce(at_least(x, Real(wide ? -108 : -31)), Real(0x1.8p23 + (wide ? 32 : 0)));
    const Real below = exponential(a, c) * (Real(c.below) * Real(wide ? 0x1p-32 : 1));
    return select(x > Real(0), Real(0x1.0cfabep+0f), below);
}

/// y > 0 ? l : y + l a, and 0 for a y below -l a. Where the sum cancels, what l a has beyond a float counts.
template <class Real>
SOFTKNEE_FUNCTION Real selu_derivative_from_output(Real y) {
    const Real d = (y + Real(0x1.c212ccp+0f)) + Real(0x1.903c0cp-26f);
    return select(y > Real(0), Real(0x1.0cfabep+0f), at_least(d, Real(0)));
}

}  // namespace softknee::math::narrow
