// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/roots.hpp>
#include <softknee/math/narrow/rounding_to_odd.hpp>

/// squareplus and its derivatives for 16-bit results.
namespace softknee::math::narrow {

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
