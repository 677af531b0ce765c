// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/reduction.hpp>

namespace softknee::math::narrow {

/// Coefficients: scripts/coefficients/narrow/tanh_quotient.py, then softknee_narrow_forms.
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
    float numerator[5] = {1.0f, 0x1.138838p-3f, 0x1.d5916p-9f, 0x1.725a78p-16f, 0x1.09f3bcp-26f};
    float denominator[5] = {0x1.fffffep-1f, 0x1.df197cp-2f, 0x1.ad5bf6p-6f, 0x1.679318p-12f, 0x1.cf08ap-21f};
    float seed = 0x1.e6237ap+126f, one = 0x1.7ffea8p+0f, square = 0x1.7ffc42p-1f;
};

/// b tanh(a x)
template <class Real>
struct scaled_tanh;

/// Near 0 a tie of a b x belongs to the side of 0, to which the last operation moves it. Where a b leaves the range, or
/// b times the numerator would, both are scaled and the result takes the factor back; where that would exceed a float,
/// the numerator has a part of it.
template <class Real>
requires is_bfloat16<Real>
struct scaled_tanh<Real> {
    using coefficients = scaled_tanh_coefficients<bfloat16>;
    Real rate;
    Real bound;  ///< of |x|
    Real slope;
    Real nudge;
    Real numerator[4];
    Real unscale;

    SOFTKNEE_FUNCTION scaled_tanh(Real a, Real b, const coefficients& c = {}) : rate(a) {
        const Real product = a * b;
        const auto huge = a * Real(0x1p-64) * b > Real(0x1p110);
        const auto large = product > Real(0x1p120);
        const auto small = product < Real(0x1p-126);
        const auto wide = b > Real(0x1p121);
        const auto pick = [&](double if_huge, double if_large, double if_small, double if_wide) {
            const Real rest = select(small, Real(if_small), select(wide, Real(if_wide), Real(1)));
            return select(huge, Real(if_huge), select(large, Real(if_large), rest));
        };
        const two<Real> scaled =
            two_product(a * pick(0x1p-64, 0x1p-60, 0x1p63, 1), b * pick(0x1p-66, 1, 0x1p63, 0x1p-7));
        const tie_free<Real> safe = move_off_ties(scaled);
        const Real lift = pick(0x1p8, 1, 0x1p-8, 1);
        bound = bound_of_factor(Real(6.6), a);
        slope = safe.value;
        nudge = select(large, Real(0), copysign(Real(0x1p-149), safe.direction));
        SOFTKNEE_UNROLL
        for (int i = 0; i < 4; ++i) numerator[i] = lift * Real(c.numerator[i]);
        unscale = pick(0x1p122, 0x1p60, 0x1p-118, 0x1p7);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real u = at_most(abs(x), bound);
        const Real v = u * rate;
        const Real z = v * v;
        Real sum = numerator[3];
        SOFTKNEE_UNROLL
        for (int i = 2; i >= 0; --i) sum = fma(sum, z, numerator[i]);
        const Real y = quotient(fma_nudged(u * slope, sum, nudge), evaluate_polynomial(z, c.denominator), c);
        return copysign(y * unscale, x);
    }
};

/// a and b are bounded where the results of all x but 0 are what they are at the bounds. Below 2^-70 only the product
/// a b is that of the true a: an infinite x, which the bound makes finite, does not give b then.
/// The coefficients are multiplied by a b: an instruction and a rounding less. Their constant terms are next to 1, or
/// near 0 the side of a tie would be lost. With both at 1 the default parameters have 2 misrounded results, which they
/// do not have with 1 - 2^-24 below; other parameters may have twice as many (a = 1.5, b = 0.6: 144 instead of 74 of
/// the 65,536).
template <class Real>
requires is_float16<Real>
struct scaled_tanh<Real> {
    using coefficients = scaled_tanh_coefficients<float16>;
    Real rate;
    Real bound;  ///< of |x|
    Real numerator[5];

    SOFTKNEE_FUNCTION scaled_tanh(Real a, Real b, const coefficients& c = {}) : rate(limited(a, 0x1p-70, 0x1p40)) {
        const Real middle = select(a > Real(0x1p-80), Real(0x1p120), Real(0x1.fffffep+127));
        const Real highest = select(a > Real(0x1p-20), Real(0x1p80), middle);
        const Real slope = move_off_ties(two_product(at_most(a, Real(0x1p40)), at_most(b, highest))).value;
        bound = bound_of_factor(Real(8), rate);
        SOFTKNEE_UNROLL
        for (int i = 0; i < 5; ++i) numerator[i] = slope * Real(c.numerator[i]);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real u = at_most(abs(x), bound);
        const Real v = u * rate;
        const Real z = v * v;
        Real sum = numerator[4];
        SOFTKNEE_UNROLL
        for (int i = 3; i >= 0; --i) sum = fma(sum, z, numerator[i]);
        return copysign(quotient(u * sum, evaluate_polynomial(z, c.denominator), c), x);
    }
};

/// Coefficients: scripts/coefficients/narrow/exponential_forms.py, then softknee_narrow_forms.
template <class Storage>
struct scaled_tanh_derivative_coefficients;
template <>
struct scaled_tanh_derivative_coefficients<bfloat16> {
    float exponential[6] = {0x1p0f, 0x1.ffffe6p-1f, 0x1.fffddap-2f, 0x1.555a94p-3f, 0x1.573ad4p-5f, 0x1.0fa288p-7f};
    float seed = 0x1.e623bep+126f, one = 0x1.7ffffap+0f, square = 0x1.800010p-1f;
};
template <>
struct scaled_tanh_derivative_coefficients<float16> {
    float exponential[6] = {0x1.fffff6p-1f, 0x1.ffffd6p-1f, 0x1.0000f6p-1f,
                            0x1.556010p-3f, 0x1.56368cp-5f, 0x1.0f8d18p-7f};
    float seed = 0x1.e6c90ep+126f, one = 0x1.800aacp+0f, square = 0x1.7fe3b8p-1f;
};

/// a b sech^2(a x)
template <class Real>
struct scaled_tanh_derivative;

/// The square of G q, G = 2^shift e^(-a |x|), because e^(-2 a |x|) alone may be far below the range; a large a b needs
/// the shift.
template <class Real>
requires is_bfloat16<Real>
struct scaled_tanh_derivative<Real> {
    using coefficients = scaled_tanh_derivative_coefficients<bfloat16>;
    two<Real> rate;  ///< -a
    Real bound;      ///< of |x|
    Real magic;
    Real unshift;
    Real slope;

    SOFTKNEE_FUNCTION scaled_tanh_derivative(Real a, Real b, const coefficients& = {}) {
        const Real product = a * b;
        const auto large = product > Real(0x1p40);
        const auto huge = product > Real(0x1p120);
        const Real leading = head(-a);
        rate = {leading, -a - leading};
        bound = bound_of_factor(select(large, Real(138), Real(62)), a);
        magic = select(large, Real(0x1.8p23 + 75), Real(0x1.8p23));
        unshift = select(large, Real(0x1p-75), Real(1));
        const Real part = select(huge, Real(0x1p-75), Real(1));
        const Real rest = select(huge, Real(4), select(large, Real(0x1p-148), Real(4)));
        slope = (a * part) * (b * part) * rest;
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real e = exponential(reduce(at_most(abs(x), bound), rate, magic), c);
        const Real g = e * unshift;
        const Real v = e * reciprocal_from_seed(fma(g, g, Real(1)), c);
        return v * slope * v;
    }
};

/// 4 E q^2 with E = 2^shift e^(-2 a |x|), where a large a b needs the shift; beyond the bounds of a, all x but 0 give
/// 0, or all give a b.
template <class Real>
requires is_float16<Real>
struct scaled_tanh_derivative<Real> {
    using coefficients = scaled_tanh_derivative_coefficients<float16>;
    two<Real> rate;  ///< -2 a
    Real bound;      ///< of |x|
    Real magic;
    Real half_unshift;
    Real slope;

    SOFTKNEE_FUNCTION scaled_tanh_derivative(Real a, Real b, const coefficients& = {}) {
        const auto large = a * b > Real(0x1p40);
        const auto first = large & (a > Real(1));
        const auto second = large & (a <= Real(1));
        const Real bounded = limited(a, 0x1p-60, 0x1p40);
        const Real factor = bounded * Real(-2);
        const Real leading = head(factor);
        rate = {leading, factor - leading};
        bound = bound_of_factor(select(large, Real(78), Real(30)), bounded);
        magic = select(large, Real(0x1.8p23 + 100), Real(0x1.8p23));
        half_unshift = select(large, Real(0x1p-101), Real(0.5));
        const Real scaled =
            (a * select(first, Real(0x1p-100), Real(1))) * (b * select(second, Real(0x1p-100), Real(1)));
        slope = at_most(scaled, Real(0x1p70));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x, const coefficients& c = {}) const {
        const Real e = exponential(reduce(at_most(abs(x), bound), rate, magic), c);
        const Real q = reciprocal_from_seed(fma(e, half_unshift, Real(0.5)), c);
        return e * q * q * slope;
    }
};

/// (a + (a / b) |y|) (b - |y|), with |y| above b as b. A power of two goes from one parameter to the other.
template <class Real>
struct scaled_tanh_derivative_from_output;

/// The power of two makes the parameters alike, so that neither factor leaves the range; y goes with b.
template <class Real>
requires is_bfloat16<Real>
struct scaled_tanh_derivative_from_output<Real> {
    Real up;
    Real from;
    Real first;
    Real ratio;

    SOFTKNEE_FUNCTION scaled_tanh_derivative_from_output(Real a, Real b) {
        const Real power = limited(half_rounded_down(exponent_of(a) - exponent_of(b)), -120, 120);
        up = power_of_two(power);
        from = at_least(b * up, Real(0x1p-90));
        first = at_most(a * power_of_two(-power), Real(0x1p124));
        const Real small = select(from > Real(0x1p60), Real(0x1p-60), Real(1));
        ratio = first * small * math::reciprocal(from * small);
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const Real m = at_most(abs(y) * up, from);
        return fma(m, ratio, first) * (from - m);
    }
};

/// The product is rounded to odd, unless it is exact. The power of two brings b between bounds beyond which only the
/// product counts.
template <class Real>
requires is_float16<Real>
struct scaled_tanh_derivative_from_output<Real> {
    Real from;
    Real first;
    Real ratio;
    Real rest;

    SOFTKNEE_FUNCTION scaled_tanh_derivative_from_output(Real a, Real b) {
        const Real b_exponent = exponent_of(b);
        const Real power = limited(b_exponent, -30, 40) - b_exponent;
        from = b * power_of_two(power);
        first = at_most(a * power_of_two(-power), Real(0x1p64));
        const Real inverse = math::reciprocal(from);
        ratio = first * inverse;
        rest = fma(-ratio, from, first) * inverse;
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const Real m = at_most(abs(y), from);
        const Real sum = fma(m, ratio, first);
        const Real difference = from - m;
        const Real d = sum * difference;
        const Real sum_low = fma(m, rest, fma(m, ratio, first - sum));
        const Real difference_low = (from - difference) - m;
        const Real d_low = fma(sum, difference, -d) + fma(sum, difference_low, sum_low * difference);
        return select(d_low == Real(0), d, round_to_odd(d, d_low));
    }
};

}  // namespace softknee::math::narrow
