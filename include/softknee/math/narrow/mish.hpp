// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/reduction.hpp>

/// mish(x) = x tanh(log1p(e^x)) and its derivative, correctly rounded for every 16-bit x.
/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
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

/// e0 expm1(r) / r with e0 = e^origin, and the constants of mish_derivative_around_root
template <>
struct mish_derivative_coefficients<float16> {
    float expm1[5] = {0x1.36c7fep-2f, 0x1.36c86p-3f, 0x1.9e5d4cp-5f, 0x1.9fa602p-7f, 0x1.4af0d8p-9f};
    float at_origin = 0x1.36c7f8p-2f, half = 0x1.6a09e8p-1f, half_at_origin = 0x1.d7ea98p-1f;
    float twice = 0x1.6a09f8p+0f, twice_at_origin = 0x1.b782d2p-2f;
    float w[4] = {0x1.cbf1fep-15f, -0x1.15a95ep-3f, 0x1.26d916p-1f, 0x1.6a09e4p-2f};
    float seed = 0x1.e6185p+126f, one = 0x1.7fe99p+0f, square = 0x1.7ffa32p-1f;
};

/// The derivative is e w / (e^2 + 2 e + 2)^2 with e = e^x and w = 4 (x + 1) + e (4 x + 6 + e (4 + e)). w has a root at
/// -1.192.
///
/// float16 comes so near to it that w would lose 12 bits. With a short number `origin` beside the root, d = x - origin
/// is exact, and with e0 = e^origin, z = e - e0, w / 4 = d (1 + e) + z (e^2 + (4 + e0) e + c) / 4 + w(origin) / 4 is a
/// sum of two terms of one sign and a small constant. With f = (1 + e) / sqrt(2), e^2 + 2 e + 2 is 2 (f^2 + 1/2).
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real mish_derivative_around_root(Real x, const Coefficients& c) {
    const Real magic(0x1.8p23 + 127);
    const Real d = at_most(at_least(x, Real(-36)), Real(20)) - Real(-0x1.314p+0);
    const Real t = fma(d, Real(log2_e), magic);
    const Real r = fma(t - magic, Real(-ln_2), d);
    const Real power = from_bits<Real>(as_bits(t) << 23);
    const Real change = r * evaluate_polynomial(r, c.expm1);
    const Real z = fma(power, change, fma(power, Real(c.at_origin), -Real(c.at_origin)));
    const Real f = fma(z, Real(c.half), Real(c.half_at_origin));
    const Real e = power * fma(change, Real(c.twice), Real(c.twice_at_origin));
    const Real factor = fma(f, fma(f, Real(c.w[3]), Real(c.w[2])), Real(c.w[1]));
    const Real w = fma(d, f, fma(z, factor, Real(c.w[0])));
    const Real h = fma(f, f, Real(0.5));
    return quotient(e * w, h * h, c);
}

/// No bfloat16 is closer to the root of w than 2^-9, which needs no form of its own. w carries the factor 2^-36 that
/// frees e of its headroom; the bounds are so wide that the result is 0 beyond them, whatever it is multiplied by.
template <class Real>
SOFTKNEE_FUNCTION Real mish_derivative(Real x,
                                       const mish_derivative_coefficients<typename Real::storage_type>& c = {}) {
    if constexpr (is_bfloat16<Real>) {
        const Real bounded = at_most(at_least(x, Real(-111)), Real(20));
        const Real scaled = exponential(bounded, c.exponential, 36);
        const Real e = scaled * Real(0x1p-36);
        const Real cubic = fma(e, fma(e, Real(0x1p-36), Real(0x1p-34)), fma(bounded, Real(0x1p-34), Real(0x3p-35)));
        const Real w = fma(e, cubic, fma(bounded, Real(0x1p-34), Real(0x1p-34)));
        const Real q = short_reciprocal(fma(e, e + Real(2), Real(2)));
        return scaled * w * q * q;
    } else {
        return mish_derivative_around_root(x, c);
    }
}

}  // namespace softknee::math::narrow
