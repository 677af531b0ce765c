// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/reciprocal.hpp>

/// softplus(x) = log1p(e^(beta x)) / beta and log_sigmoid(x) = -softplus(-x), for results of 16 bits, with the
/// derivatives from y.
///
/// log1p(e) / e on [0, 1] is one polynomial: no range reduction, no division. e = e^-|beta x| is made from bits and
/// cannot be subnormal, so it carries a factor 2^shift, which the coefficients of the polynomial in e take back at no
/// cost.
namespace softknee::math::narrow {

/// What depends on the parameter alone.
template <class Real>
struct decay {
    Real inverse;    ///< 1 / beta
    two<Real> rate;  ///< beta log2(e)

    SOFTKNEE_FUNCTION explicit decay(Real beta) : inverse(math::reciprocal(beta)), rate{beta * Real(log2_e), Real(0)} {
        rate.lo = fma(beta, Real(0x1.4ae0cp-26), fma(beta, Real(log2_e), -rate.hi));
    }
    /// The |x| where beta |x| is `exponent`, finite, so that an infinite x can be bounded by it.
    SOFTKNEE_FUNCTION Real bound(double exponent) const {
        return at_most(inverse * Real(exponent), Real(0x1.fffffep127));
    }
};

/// 2^shift e^(-beta a) for a >= 0: in powers of two, where the reduction is exact and only the low part of the rate is
/// left.
template <class Real, std::size_t Terms>
SOFTKNEE_FUNCTION Real decaying_exponential(Real a, two<Real> rate, const float (&coefficients)[Terms], int shift) {
    const Real magic(0x1.8p23 + shift);
    const Real t = fma(a, -rate.hi, magic);
    const Real r = fma(a, -rate.lo, fma(a, -rate.hi, magic - t));
    return from_bits<Real>(as_bits(evaluate_polynomial(r, coefficients)) + (as_bits(t) << 23));
}

template <class Storage>
struct softplus_coefficients;

/// 2^r; 2^50 log1p(e) / e in powers of 2^28 e
template <>
struct softplus_coefficients<bfloat16> {
    float exponential[5] = {0x1p+0f, 0x1.62e01p-1f, 0x1.ebf06ap-3f, 0x1.c9fdccp-5f, 0x1.39a1f8p-7f};
    float logarithm[7] = {0x1.00001ap+50f, -0x1.ffde2ap+20f, 0x1.530c14p-8f,  -0x1.e160f8p-37f,
                          0x1.31a33cp-65f, -0x1.100b9cp-94f, 0x1.cf7c5cp-125f};
};

/// 2^r; log1p(e) / e
template <>
struct softplus_coefficients<float16> {
    float exponential[7] = {0x1p+0f,        0x1.62e42cp-1f,  0x1.ebfcp-3f,   0x1.c6b252p-5f,
                            0x1.3b183ep-7f, 0x1.5eebacp-10f, 0x1.443c78p-13f};
    float logarithm[9] = {0x1p+0f,         -0x1.fffe5cp-2f, 0x1.552b22p-2f,  -0x1.fc8cacp-3f, 0x1.868516p-3f,
                          -0x1.16625ap-3f, 0x1.3d59eap-4f,  -0x1.dc7b3ap-6f, 0x1.50727p-8f};
};

/// max(x, 0) + log1p(e) / beta, e = e^(-beta |x|).
///
/// The smallest subnormal stands for 0 in the maximum, which takes no zero; no 16-bit result notices it.
/// float16 multiplies the coefficients by 1 / beta, once per thread, and so spares a rounding and an instruction.
/// bfloat16 cannot: with its headroom, they would underflow. Its bounds are right for 2^-18 < beta < 2^48; float16's
/// for 2^-100 < beta < 2^100.
///
/// At any beta, what is rounded is within 0.003 ULP of bfloat16 and 0.001 of float16. Rejected: a degree less of the
/// exponential in float16 (2 misrounded instead of 1), a degree more in bfloat16 (no closer once its ties are right).
template <class Real>
SOFTKNEE_FUNCTION Real softplus(Real x, Real beta, const softplus_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const decay<Real> p(beta);
    const Real a = at_most(abs(x), p.bound(wide ? 106 : 87));
    const Real e = decaying_exponential(a, p.rate, c.exponential, wide ? 28 : 0);
    const Real positive_part = at_least(x, Real(format<Real>::smallest_subnormal));
    if constexpr (wide) {
        return fma(e * evaluate_polynomial(e, c.logarithm), p.inverse * Real(0x1p-78), positive_part);
    } else {
        constexpr int last = sizeof(c.logarithm) / sizeof(float) - 1;
        Real sum = p.inverse * Real(c.logarithm[last]);
        SOFTKNEE_UNROLL
        for (int i = last - 1; i >= 0; --i) sum = fma(sum, e, p.inverse * Real(c.logarithm[i]));
        return fma(e, sum, positive_part);
    }
}

template <class Storage>
struct log_sigmoid_coefficients;

/// e^r; -2^-16 log1p(e) / e in powers of 2^16 e
template <>
struct log_sigmoid_coefficients<bfloat16> {
    float exponential[5] = {0x1.ffff24p-1f, 0x1.fff82p-1f, 0x1.000294p-1f, 0x1.57c7b6p-3f, 0x1.54126p-5f};
    float logarithm[7] = {-0x1.00008ap-16f, 0x1.ffe1dcp-34f, -0x1.530ebcp-50f, 0x1.e16236p-67f,
                          -0x1.31a43ep-83f, 0x1.100b9p-100f, -0x1.cf861ep-119f};
};

/// e^r; -log1p(e) / e
template <>
struct log_sigmoid_coefficients<float16> {
    float exponential[6] = {0x1p+0f, 0x1.ffffe6p-1f, 0x1.fffddap-2f, 0x1.555a94p-3f, 0x1.573ad4p-5f, 0x1.0fa288p-7f};
    float logarithm[9] = {-0x1.fffffep-1f, 0x1.fffe5p-2f,   -0x1.552b18p-2f, 0x1.fc8c7ap-3f, -0x1.8684dcp-3f,
                          0x1.16624ap-3f,  -0x1.3d59c2p-4f, 0x1.dc7c0ap-6f,  -0x1.50778p-8f};
};

/// min(x, 0) - log1p(e^-|x|)
template <class Real>
SOFTKNEE_FUNCTION Real log_sigmoid(Real x, const log_sigmoid_coefficients<typename Real::storage_type>& c = {}) {
    constexpr bool wide = is_bfloat16<Real>;
    const Real e = exponential(-at_most(abs(x), Real(wide ? 98 : 87)), c.exponential, wide ? 16 : 0);
    return fma(e, evaluate_polynomial(e, c.logarithm), at_most(x, Real(-format<Real>::smallest_subnormal)));
}

/// (expm1(r) / r - 1) / r.  A leading coefficient just below 1 takes the result of a small argument to the right side
/// of a tie.
template <class Storage>
struct expm1_coefficients {
    float rest[4] = {0x1.fffe5ap-2f, 0x1.5556dap-3f, 0x1.570cap-5f, 0x1.11067ep-7f};
};
template <>
struct expm1_coefficients<float16> {
    float rest[5] = {0x1p-1f, 0x1.5554acp-3f, 0x1.5554e2p-5f, 0x1.122a66p-7f, 0x1.6d544ep-10f};
};

/// 1 - e^-a for 0 <= a <= 30. `correct` may change expm1 of the reduced argument, which is minus the result of a small
/// a.
template <class Real, class Coefficients, class Correct>
SOFTKNEE_FUNCTION Real one_minus_exponential(Real a, const Coefficients& c, const Correct& correct) {
    const Real magic(0x1.8p23);
    const Real t = fma(a, Real(-log2_e), magic);
    const Real r = fma(magic - t, Real(ln_2), -a);
    const Real s = from_bits<Real>((as_bits(t) << 23) + format<Real>::one);
    const Real quotient = fma(evaluate_polynomial(r, c.rest), r, Real(0x1.fffffep-1));
    return fma(-s, correct(r, quotient), Real(1) - s);
}
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real one_minus_exponential(Real a, const Coefficients& c) {
    return one_minus_exponential(a, c, [](Real r, Real quotient) { return r * quotient; });
}

/// 1 - e^y, y above 0 counting as 0
template <class Real>
SOFTKNEE_FUNCTION Real
log_sigmoid_derivative_from_output(Real y, const expm1_coefficients<typename Real::storage_type>& c = {}) {
    return one_minus_exponential(-at_most(at_least(y, Real(-30)), Real(0)), c);
}

/// 1 - e^(-beta y), y below 0 counting as 0.
///
/// Where beta y is so small that it is the result, bfloat16 meets ties of it, on whose side beta y lies by less than
/// float32 can tell. So six times what the product lost (enough to survive) is added, and for a subnormal result its
/// sign alone.
template <class Real>
SOFTKNEE_FUNCTION Real softplus_derivative_from_output(Real y, Real beta,
                                                       const expm1_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_least(at_most(y, decay<Real>(beta).bound(30)), Real(0));
    const Real product = a * beta;
    if constexpr (is_bfloat16<Real>) {
        const Real excess = fma(a, beta * Real(-0x1p64), product * Real(0x1p64));
        const Real sign = copysign(Real(format<Real>::smallest_subnormal), excess);
        const Real d = one_minus_exponential(
            product, c, [&](Real r, Real quotient) { return fma(excess, Real(0x1.8p-62), fma(r, quotient, sign)); });
        return at_least(d, Real(0));
    } else {
        return one_minus_exponential(product, c);
    }
}

}  // namespace softknee::math::narrow
