// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/reciprocal.hpp>

/// softplus(x) = log1p(e^(beta x)) / beta and log_sigmoid(x) = -softplus(-x), for results of 16 bits, with the
/// derivatives from y.
///
/// log1p(e) / e on [0, 1] is one polynomial: no range reduction, no division. e = e^-|beta x| is made from bits and
/// cannot be subnormal, so bfloat16 gives it a factor 2^shift.
namespace softknee::math::narrow {

/// beta log2(e) / 2 in two floats: half, because the whole may overflow. An argument in units of 2 bits takes no more
/// operations than one in bits.
template <class Real>
SOFTKNEE_FUNCTION two<Real> half_rate(Real beta) {
    const Real half = beta * Real(0.5);
    const Real hi = half * Real(log2_e);
    return {hi, fma(half, Real(0x1.4ae0cp-26), fma(half, Real(log2_e), -hi))};
}

/// 2^shift e^(-beta a) for a >= 0 from a polynomial for 4^r, `magic` being 0x1.8p22 + shift / 2: in powers of two,
/// where the reduction is exact and only the low part of the rate is left.
template <class Real, std::size_t Terms>
SOFTKNEE_FUNCTION Real decaying_exponential(Real a, two<Real> rate, const float (&coefficients)[Terms], Real magic) {
    const Real t = fma(a, -rate.hi, magic);
    const Real r = fma(a, -rate.lo, fma(a, -rate.hi, magic - t));
    return from_bits<Real>(as_bits(evaluate_polynomial(r, coefficients)) + (as_bits(t) << 23));
}

template <class Storage>
struct softplus_coefficients;

/// 4^r; log1p(e) / e. Coefficients: scripts/coefficients/narrow/softplus.py, then softknee_narrow_forms.
template <>
struct softplus_coefficients<bfloat16> {
    float exponential[6] = {0x1.000006p0f,  0x1.62e43ep0f,  0x1.ebf9bcp-1f,
                            0x1.c6b9dep-2f, 0x1.3cebc2p-3f, 0x1.5bfd66p-5f};
    float logarithm[7] = {0x1.ffffc4p-1f, -0x1.ffd32ep-2f, 0x1.527ddep-2f, -0x1.dc4d16p-3f,
                          0x1.2759b2p-3f, -0x1.fa2742p-5f, 0x1.9b985ep-7f};
};
template <>
struct softplus_coefficients<float16> {
    float exponential[7] = {0x1p+0f,        0x1.62e42cp+0f, 0x1.ebfcp-1f,  0x1.c6b252p-2f,
                            0x1.3b183ep-3f, 0x1.5eebacp-5f, 0x1.443c78p-7f};
    float logarithm[9] = {0x1p+0f,         -0x1.fffe5cp-2f, 0x1.552b22p-2f,  -0x1.fc8cacp-3f, 0x1.868516p-3f,
                          -0x1.16625ap-3f, 0x1.3d59eap-4f,  -0x1.dc7b3ap-6f, 0x1.50727p-8f};
};

/// max(x, 0) + log1p(e) / beta, e = e^(-beta |x|).
///
/// The sign of a zero bound does not matter here: where x is 0, what is added is not.
template <class Real>
struct softplus;

/// e 2^shift stays normal until log1p(e) / beta is below half of the smallest subnormal: the shift is chosen so that
/// 2^-shift / beta is about 2^-10. For 2^-121 <= beta < 2^-118 it would have to be larger than a float can be, and the
/// far tail ends at 2^-132 instead of 0; and below 2^-118, x = -infinity counts as the largest finite x.
template <class Real>
requires is_bfloat16<Real>
struct softplus<Real> {
    using coefficients = softplus_coefficients<bfloat16>;
    two<Real> rate;
    Real magic;
    Real unit;
    Real inverse;
    Real bound;  ///< of |x|

    SOFTKNEE_FUNCTION explicit softplus(Real beta, const coefficients& = {}) {
        const Real b = at_least(beta, Real(0x1p-130));
        const Real field = from_bits<Real>((as_bits(b) >> 23) | as_bits(Real(0x1p23)));
        const Real shift = at_most(Real(0x1p23 + 127 + 10) - field, Real(127));
        const Real scale = power_of_two(shift);
        rate = half_rate(b);
        magic = fma(shift, Real(0.5), Real(0x1.8p22));
        unit = at_least(leading_power_of_two(b) * Real(0x1p-10), Real(0x1p-127));
        inverse = math::reciprocal(b * scale);
        const Real end = fma(shift, Real(ln_2), Real(125 * ln_2)) * inverse * scale;
        bound = at_most(end, Real(0x1.fffffep127));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real e = decaying_exponential(at_most(abs(x), bound), rate, c.exponential, magic);
        return fma(e * evaluate_polynomial(e * unit, c.logarithm), inverse, at_least(x, Real(0)));
    }
};

/// The coefficients are multiplied by 1 / beta, which spares a rounding and an instruction. Below the limits of beta
/// softplus is infinite everywhere, above them it is relu.
template <class Real>
requires is_float16<Real>
struct softplus<Real> {
    using coefficients = softplus_coefficients<float16>;
    static constexpr int last = sizeof(coefficients::logarithm) / sizeof(float) - 1;
    two<Real> rate;
    Real bound;  ///< of |x|
    Real logarithm[last + 1];

    SOFTKNEE_FUNCTION explicit softplus(Real beta, const coefficients& c = {}) {
        const Real b = limited(beta, 0x1p-30, 0x1p40);
        const Real inverse = math::reciprocal(b);
        rate = half_rate(b);
        bound = inverse * Real(87);
        SOFTKNEE_UNROLL
        for (int i = 0; i <= last; ++i) logarithm[i] = inverse * Real(c.logarithm[i]);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real e = decaying_exponential(at_most(abs(x), bound), rate, c.exponential, Real(0x1.8p22));
        Real sum = logarithm[last];
        SOFTKNEE_UNROLL
        for (int i = last - 1; i >= 0; --i) sum = fma(sum, e, logarithm[i]);
        return fma(e, sum, at_least(x, Real(0)));
    }
};

template <class Storage>
struct log_sigmoid_coefficients;

/// e^r; -2^-16 log1p(e) / e in powers of 2^16 e. Coefficients as above.
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
    return fma(e, evaluate_polynomial(e, c.logarithm), at_most(x, Real(-0.0)));
}

/// (expm1(r) / r - 1) / r.  A leading coefficient just below 1 takes the result of a small argument to the right side
/// of a tie. scripts/coefficients/narrow/exponential_forms.py one_minus_exponential, then softknee_narrow_forms.
template <class Storage>
struct expm1_coefficients {
    float rest[4] = {0x1.fffe5ap-2f, 0x1.5556dap-3f, 0x1.570cap-5f, 0x1.11067ep-7f};
};
template <>
struct expm1_coefficients<float16> {
    float rest[5] = {0x1p-1f, 0x1.5554acp-3f, 0x1.5554e2p-5f, 0x1.122a66p-7f, 0x1.6d544ep-10f};
};

/// 1 - e^-a for 0 <= a <= 80. `correct` may change expm1 of the reduced argument, which is minus the result of a small
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
template <class Real>
struct softplus_derivative_from_output;

template <class Real>
requires is_float16<Real>
struct softplus_derivative_from_output<Real> {
    using coefficients = expm1_coefficients<float16>;
    Real rate;
    Real bound;  ///< of y: beta y between 8 and 50 is enough for 1; where beta is tiny, no finite y reaches it

    SOFTKNEE_FUNCTION explicit softplus_derivative_from_output(Real beta, const coefficients& = {})
        : rate(limited(beta, 0x1p-60, 0x1p40)),
          bound(at_most(seed(at_most(rate, Real(0x1p126))) * Real(10), Real(0x1.fffffep127))) {}

    SOFTKNEE_FUNCTION Real operator()(Real y, const coefficients& c = {}) const {
        return one_minus_exponential(at_least(at_most(y, bound), Real(0)) * rate, c);
    }
};

/// Where beta y is so small that it is the result, bfloat16 meets ties of it, on whose side beta y lies by less than
/// float32 can tell. So six times what the product lost (enough to survive) is added, and for a subnormal result its
/// sign alone.
template <class Real>
requires is_bfloat16<Real>
struct softplus_derivative_from_output<Real> {
    using coefficients = expm1_coefficients<bfloat16>;
    Real rate;
    Real bound;
    Real up;  ///< the unit of what the product lost
    Real minus_rate_up;
    Real weight;

    SOFTKNEE_FUNCTION explicit softplus_derivative_from_output(Real beta, const coefficients& = {})
        : rate(beta), bound(at_most(seed(at_most(rate, Real(0x1p126))) * Real(10), Real(0x1.fffffep127))) {
        const auto has_room = beta < Real(0x1p30);
        up = select(has_room, Real(0x1p64), Real(1));
        minus_rate_up = beta * -up;
        weight = select(has_room, Real(0x1.8p-62), Real(6));
    }

    SOFTKNEE_FUNCTION Real operator()(Real y, const coefficients& c = {}) const {
        const Real a = at_least(at_most(y, bound), Real(0));
        const Real product = a * rate;
        const Real excess = fma(a, minus_rate_up, product * up);
        const Real sign = copysign(Real(format<Real>::smallest_subnormal), excess);
        const Real d = one_minus_exponential(
            product, c, [&](Real r, Real quotient) { return fma(excess, weight, fma_nudged(r, quotient, sign)); });
        return at_least(d, Real(0));
    }
};

}  // namespace softknee::math::narrow
