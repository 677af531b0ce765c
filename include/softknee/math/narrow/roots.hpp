// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/algebraic.hpp>

/// Activations with square roots for 16-bit results. float16 results are exact by a residual and rounding to odd;
/// bfloat16 needs no more than a root that is good to a unit of float.
namespace softknee::math::narrow {

/// 1 / sqrt(v) for a normal v > 0, within 2^-20; finite for 0. The seed and the constants of the first step are those
/// of Moroz, Walczyk, Hrynchyshyn, Holimath and Cieslinski, Appl. Math. Comput. 316 (2018); the second is Newton's.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_root(Real v) {
    constexpr double a = 1.68191391, b = 0.703952009;
    const Real scaled = v * Real(-b);
    Real r = from_bits<Real>(std::uint32_t(0x5f200000U) - (as_bits(v) >> 1));
    r = r * fma(scaled * r, r, Real(a));
    return r * fma(scaled * r * r, Real(0.5 / b), Real(1.5));
}

/// sqrt(v.hi + v.lo) as root + rest * half_reciprocal, where the product is small and `rest` is 0 if `root` is exact.
template <class Real>
struct root_and_rest {
    Real root;
    Real rest;
    Real half_reciprocal;
};

template <class Real>
SOFTKNEE_FUNCTION root_and_rest<Real> square_root_and_rest(two<Real> v) {
    const Real r = reciprocal_root(v.hi);
    const Real root = v.hi * r;
    return {root, fma(-root, root, v.hi) + v.lo, r * Real(0.5)};
}

/// a times a number in two parts.
template <class Real>
SOFTKNEE_FUNCTION two<Real> product(Real a, two<Real> b) {
    const Real leading = a * b.hi;
    return {leading, fma(a, b.lo, fma(a, b.hi, -leading))};
}

/// sqrt(v) within a unit in the last place or so, for a normal v > 0, and for 0.
template <class Real>
SOFTKNEE_FUNCTION Real plain_root(Real v) {
    const root_and_rest<Real> r = square_root_and_rest(two<Real>{v, Real(0)});
    return fma(r.rest, r.half_reciprocal, r.root);
}

/// sqrt(y / b) limited to [0, 1]. It is never a midpoint exactly: the square of one has too many bits.
template <class Real>
struct smelu_derivative_from_output;

template <class Real>
requires is_float16<Real>
struct smelu_derivative_from_output<Real> {
    Real b;
    two<Real> reciprocal;

    SOFTKNEE_FUNCTION explicit smelu_derivative_from_output(Real beta)
        : b(limited(beta, 0x1p-26, 0x1p70)), reciprocal(reciprocal_of_parameter(b, Real(1))) {}

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const root_and_rest<Real> root = square_root_and_rest(product(at_most(at_least(y, Real(0)), b), reciprocal));
        return positive_fma_to_odd(root.rest, root.half_reciprocal, root.root);
    }
};

/// A small y is scaled up: against a large b, the range of the quotient is wider than that of a float.
template <class Real>
requires is_bfloat16<Real>
struct smelu_derivative_from_output<Real> {
    Real b;
    two<Real> reciprocal;
    Real unscale;
    Real unscale_small;

    SOFTKNEE_FUNCTION explicit smelu_derivative_from_output(Real beta) : b(at_least(beta, Real(0x1p-135))) {
        const auto is_tiny = b < Real(0x1p-60);
        const auto is_large = b > Real(0x1p40);
        const Real scale = select(is_tiny, Real(0x1p81), select(is_large, Real(0x1p-81), Real(1)));
        const Real up = select(is_tiny, Real(0x1p-20), select(is_large, Real(0x1p96), Real(1)));
        reciprocal = reciprocal_of_parameter(b * scale, scale * up);
        unscale = select(is_tiny, Real(0x1p10), select(is_large, Real(0x1p-48), Real(1)));
        unscale_small = unscale * Real(0x1p-35);
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const Real m = at_most(at_least(y, Real(0)), b);
        const auto is_small = m < Real(0x1p-60);
        const root_and_rest<Real> root =
            square_root_and_rest(product(m * select(is_small, Real(0x1p70), Real(1)), reciprocal));
        return fma(root.rest, root.half_reciprocal, root.root) * select(is_small, unscale_small, unscale);
    }
};

/// 2 sqrt(y), scaled where bfloat16 is too small for the residual.
template <class Real>
SOFTKNEE_FUNCTION Real twice_root(Real y, Real factor) {
    const Real v = at_least(y, Real(0));
    if constexpr (is_float16<Real>) {
        return select(v == infinity<Real>(), v, plain_root(v) * factor);
    } else {
        const auto small = v < Real(0x1p-60);
        const Real root = plain_root(v * select(small, Real(0x1p60), Real(1)));
        return select(v == infinity<Real>(), v, root * select(small, factor * Real(0x1p-30), factor));
    }
}

template <class Real>
SOFTKNEE_FUNCTION Real squared_relu_derivative_from_output(Real y) {
    return twice_root(y, Real(2));
}

/// 2 sqrt(s (y - c)), 0 below c
template <class Real>
struct star_relu_derivative_from_output;

/// It is 0 or infinity beyond the bounds of s, and a c that rounds to -infinity counts as -2^17.
template <class Real>
requires is_float16<Real>
struct star_relu_derivative_from_output<Real> {
    Real least;  ///< of y
    Real four_s;

    SOFTKNEE_FUNCTION star_relu_derivative_from_output(Real s, Real c) {
        // c may be 0, so the bound is not by at_least.
        const Real above = select(c < Real(-0x1p17), Real(-0x1p17), c);
        least = select(above > Real(0x1p17), Real(0x1p17), above);
        four_s = limited(s, 0x1p-75, 0x1p60) * Real(4);
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const two<Real> t = two_sum(select(y <= least, least, y), -least);
        const Real v = four_s * t.hi;
        const two<Real> n{v, fma(four_s, t.lo, fma(four_s, t.hi, -v))};
        const root_and_rest<Real> root = square_root_and_rest(n);
        const Real exact = positive_fma_to_odd(root.rest, root.half_reciprocal, root.root);
        return select(y == infinity<Real>(), y, exact);
    }
};

/// y - c is halved twice where it could overflow.
template <class Real>
requires is_bfloat16<Real>
struct star_relu_derivative_from_output<Real> {
    Real quarter;
    Real minus_c;
    Real factor;

    SOFTKNEE_FUNCTION star_relu_derivative_from_output(Real s, Real c) {
        const auto is_large = c < Real(-0x1p100);
        quarter = select(is_large, Real(0.25), Real(1));
        minus_c = -c * quarter;
        factor = square_root(s) * select(is_large, Real(4), Real(2));
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const { return twice_root(fma(y, quarter, minus_c), factor); }
};

/// The first step of reciprocal_root, for a normal v > 0: sqrt(v) and 1 / sqrt(v) are `root` and `reciprocal` times
/// 1 + correction. To three times its precision.
template <class Real>
struct rough_root {
    Real reciprocal;
    Real root;
    Real correction;

    SOFTKNEE_FUNCTION explicit rough_root(Real v) {
        const Real guess = from_bits<Real>(std::uint32_t(0x5f200000U) - (as_bits(v) >> 1));
        reciprocal = guess * fma(v * Real(-0.703952009) * guess, guess, Real(1.68191391));
        root = v * reciprocal;
        const Real error = fma(-root, reciprocal, Real(1));
        correction = error * fma(error, Real(0.375), Real(0.5));
    }
};

/// (x + sqrt(x^2 + b)) / 2, the positive root of y (y - x) = c = b / 4: with h = x/2, h + sqrt(h^2 + c); for x < 0,
/// c / (|h| + sqrt(h^2 + c)).
template <class Real>
struct squareplus;

template <class Real>
requires is_float16<Real>
struct squareplus<Real> {
    Real b;
    Real half_b;
    Real c;
    Real lowest;        ///< of x
    Real seed_smaller;  ///< less the bits of one root, about those of the other

    /// Below its bound, b changes no result. Below that of x every result is 0, and no less than 0.4 of the smallest
    /// midpoint is left, so that the last step, which starts at a midpoint, does not end below 0.
    SOFTKNEE_FUNCTION explicit squareplus(Real parameter)
        : b(limited(parameter, 0x1p-48, 0x1p38)), half_b(b * Real(0.5)), c(b * Real(0.25)), lowest(c * Real(-0x1p26)) {
        seed_smaller = from_bits<Real>(as_bits(b) + std::uint32_t(0x3f761f07U));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real a = at_most(at_least(x, lowest), Real(0x1p40));
        // 1 / (2 y - x) within 3.6 %, and 2 y within 9.2 %, for x < 0 as the quotient of b and the other root; two
        // Newton steps with the same slope leave 0.28 of 2^-12.
        const Real v = fma(a, a, b);
        const Real slope = from_bits<Real>(std::uint32_t(0x5f370abfU) - (as_bits(v) >> 1));
        const Real larger = fma(v, slope, abs(a));
        const Real smaller = from_bits<Real>(as_bits(seed_smaller) - as_bits(larger));
        Real twice = select(x > Real(0), larger, smaller);
        SOFTKNEE_UNROLL
        for (int i = 0; i < 2; ++i) twice = fma(fma(twice, fma(Real(-0.5), twice, a), half_b), slope, twice);
        // The midpoint m between the two float16 around that: its residual has the right sign, and on its side the
        // slope need not be good. In a unit in which subnormal float16 are subnormal floats, their midpoints are the
        // same bits. Without the low part of m - x, the residual costs 3 instructions less and one b in five has a
        // wrong result.
        const Real unit = twice * Real(0x1p-113);
        const Real m = from_bits<Real>((as_bits(unit) & 0xffffe000U) | 0x1000U) * Real(0x1p112);
        const two<Real> other = fast_two_sum(at_least(-a, m), at_most(-a, m));
        return positive_fma_to_odd(fma(-m, other.lo, fma(-m, other.hi, c)), slope, m);
    }
};

/// The root is that of h^2 + c divided by a power of four near b; where that bounds h, the root is h, and the sum |x|.
/// The reciprocal is that of the sum times a power of two with which neither is subnormal. An inexact quotient next to
/// half of the smallest bfloat16 is moved up by the smallest float, so that it does not become 0.
template <class Real>
requires is_bfloat16<Real>
struct squareplus<Real> {
    Real half_scale;
    Real c;  ///< in the unit of the root
    Real unscale;
    Real unit;  ///< of the sum
    Real numerator;
    Real nudge;

    SOFTKNEE_FUNCTION explicit squareplus(Real b) {
        const Real exponent = exponent_of_root(b);
        const Real scale = power_of_two(-exponent);
        const auto is_exact = from_bits<Real>(as_bits(b) & 0xffff0000U) == b;
        half_scale = scale * Real(0.5);
        c = b * scale * scale * Real(0.25);
        unscale = power_of_two(exponent);
        unit = power_of_two(limited(Real(-12) - exponent - exponent, -126, 126));
        numerator = b * unit * Real(0.25);
        nudge = select(is_exact, Real(0), Real(format<Real>::smallest_subnormal));
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real scaled = at_most(abs(x) * half_scale, Real(0x1p60));
        const rough_root<Real> rough(fma(scaled, scaled, c));
        const Real root = fma(rough.root, rough.correction, rough.root) * unscale;
        const Real sum = at_least(fma(abs(x), Real(0.5), root), abs(x));
        const Real q = fma_nudged(numerator, balanced_reciprocal(at_most(sum * unit, Real(0x1p124))), nudge);
        return select(x > Real(0), sum, q);
    }
};

/// (1 + x / sqrt(x^2 + b)) / 2 = y / (2 sqrt(h^2 + c)), without cancellation for x < 0.
template <class Real>
struct squareplus_derivative;

template <class Real>
requires is_float16<Real>
struct squareplus_derivative<Real> {
    Real c;

    SOFTKNEE_FUNCTION explicit squareplus_derivative(Real b) : c(limited(b, 0x1p-80, 0x1p70) * Real(0.25)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real h = at_most(abs(x) * Real(0.5), Real(0x1p50));
        const root_and_rest<Real> root = square_root_and_rest(two_sum(h * h, c));
        const Real sum = root.root + h;
        const Real low = fma(root.rest, root.half_reciprocal, h - (sum - root.root));
        const Real r = balanced_reciprocal(sum);
        const Real q = c * r;
        const Real rest = fma(-q, low, fma(-q, sum, c));
        const auto above = x > Real(0);
        const Real y = select(above, sum, q);
        const Real y_low = select(above, low, rest * r);
        const Real d = y * root.half_reciprocal;
        const Real two_root = root.root + root.root;
        const Real two_low = root.rest * (root.half_reciprocal + root.half_reciprocal);
        const Real d_rest = fma(-d, two_root, y) + fma(-d, two_low, y_low);
        return positive_fma_to_odd(d_rest, root.half_reciprocal, d);
    }
};

/// c becomes about 2^-32, so that the square leaves the range only where the derivative has left it below.
template <class Real>
requires is_bfloat16<Real>
struct squareplus_derivative<Real> {
    Real half_scale;
    Real c;
    Real half_c;

    SOFTKNEE_FUNCTION explicit squareplus_derivative(Real b) {
        const Real scale = power_of_two(Real(-15) - exponent_of_root(b));
        half_scale = scale * Real(0.5);
        c = b * scale * scale * Real(0.25);
        half_c = c * Real(0.5);
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real h = at_most(abs(x) * half_scale, Real(0x1p62));
        const Real v = fma(h, h, c);
        const rough_root<Real> rough(v);
        const Real half = rough.reciprocal * Real(0.5);
        const Real half_reciprocal = fma(half, rough.correction, half);
        // c / (2 root (h + root)), the product being v + h root
        const Real product = fma(h, (v + v) * half_reciprocal, v);
        return select(x > Real(0), fma(h, half_reciprocal, Real(0.5)), balanced_reciprocal(product) * half_c);
    }
};

/// y^2 / (y^2 + c)
template <class Real>
struct squareplus_derivative_from_output {
    Real scale;
    Real c;

    SOFTKNEE_FUNCTION explicit squareplus_derivative_from_output(Real b) {
        if constexpr (is_float16<Real>) {
            scale = Real(1);
            c = limited(b, 0x1p-70, 0x1p70) * Real(0.25);
        } else {
            // c becomes about 2^32, so that no square underflows; the largest y gives 1.
            scale = power_of_two(Real(16) - exponent_of_root(b));
            c = b * scale * scale * Real(0.25);
        }
    }

    SOFTKNEE_FUNCTION Real operator()(Real y) const {
        const Real v = at_least(y, Real(0));
        const Real m = at_most(is_float16<Real> ? v : v * scale, Real(0x1p60));
        const Real square = m * m;
        const two<Real> sum = two_sum(square, c);
        const Real r = balanced_reciprocal(sum.hi);
        const Real q = square * r;
        return positive_fma_to_odd(fma(-q, sum.lo, fma(-q, sum.hi, square)), r, q);
    }
};

}  // namespace softknee::math::narrow
