// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/reciprocal.hpp>

/// mish(x) = x tanh(log1p(e^x)) and its derivative, correctly rounded for every 16-bit x.
namespace softknee::math::narrow {

template <class Storage>
struct mish_coefficients;

/// e^r
template <>
struct mish_coefficients<bfloat16> {
    float exponential[5] = {0x1.00001ep+0f, 0x1.fffcfep-1f, 0x1.0004acp-1f, 0x1.57cdccp-3f, 0x1.54122cp-5f};
};

/// sqrt(2) e^r, and sqrt(2)
template <>
struct mish_coefficients<float16> {
    float exponential[6] = {0x1.6a09ecp+0f, 0x1.6a09eap+0f, 0x1.6a07aap-1f,
                            0x1.e2c018p-3f, 0x1.e598e2p-5f, 0x1.802ce2p-7f};
    float root = 0x1.6a09eep+0f;
};

/// float16, with v = sqrt(2) e^-x:  x (1 + sqrt(2) v) / (1 + sqrt(2) v + v^2).  v^2 stays below 2^87.
///
/// bfloat16 needs e^98, whose square overflows, so there n = e^x (e^x + 2) and x n / (n + 2). Only e^x has headroom:
/// its power of two is made of bits and cannot be subnormal. n may be, because x n has fewer digits than are left of
/// it.
///
/// x / d comes first: x n would overflow. For a subnormal x it loses digits, but 0.6 x is never close to a tie of
/// bfloat16. Rejected: e^x in float16 too (1 more instruction); the factor 2^-16 on x and e^x as operations of their
/// own (2 more).
template <class Real>
SOFTKNEE_FUNCTION Real mish(Real x, const mish_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const Real bounded_below = at_least(x, Real(wide ? -98 : -30));
    const Real bounded = at_most(bounded_below, Real(20));
    if constexpr (wide) {
        const Real e = exponential(bounded, c.exponential, 16);
        const Real n = e * fma(e, Real(0x1p-32), Real(0x1p-15));
        const Real d = n + Real(2);
        return bounded_below * rough_reciprocal(d) * n;
    } else {
        const Real v = exponential(-bounded, c.exponential, 0);
        const Real n = fma(v, Real(c.root), Real(1));
        const Real d = fma(v, v, n);
        return bounded_below * short_reciprocal(d) * n;
    }
}

template <class Storage>
struct mish_derivative_coefficients;

/// e^r
template <>
struct mish_derivative_coefficients<bfloat16> {
    float exponential[5] = {0x1.fffff4p-1f, 0x1.fffaf8p-1f, 0x1.0005ccp-1f, 0x1.57cd48p-3f, 0x1.541156p-5f};
};
template <>
struct mish_derivative_coefficients<float16> {
    float exponential[6] = {0x1.fffffcp-1f, 0x1.000004p+0f, 0x1.fffe48p-2f,
                            0x1.5559acp-3f, 0x1.573a1ap-5f, 0x1.0fa03ap-7f};
};

/// e w / (e^2 + 2 e + 2)^2 with e = e^x and w = 4 (x + 1) + e (4 x + 6 + e (4 + e)).
///
/// w has a root at -1.192. No 16-bit x is closer to it than 2^-12, where rounding takes 2^-16 of w: the root needs no
/// form of its own. w carries the factor 2^-36 that frees bfloat16's e of its headroom; the bounds are so wide that the
/// result is 0 beyond them, whatever it is multiplied by.
template <class Real>
SOFTKNEE_FUNCTION Real mish_derivative(Real x,
                                       const mish_derivative_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    constexpr int shift = wide ? 36 : 0;
    const Real small(wide ? 0x1p-36 : 1);
    const Real four(wide ? 0x1p-34 : 4);
    const Real six(wide ? 0x3p-35 : 6);
    const Real bounded = at_most(at_least(x, Real(wide ? -111 : -86)), Real(20));
    const Real scaled = exponential(bounded, c.exponential, shift);
    const Real e = wide ? scaled * small : scaled;
    const Real cubic = fma(e, fma(e, small, four), fma(bounded, four, six));
    const Real w = fma(e, cubic, fma(bounded, four, four));
    const Real d = fma(e, e + Real(2), Real(2));
    const Real q = short_reciprocal(d);
    return scaled * w * q * q;
}

}  // namespace softknee::math::narrow
