// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/roots.hpp>
#include <softknee/math/narrow/rounding_to_odd.hpp>

/// star_relu and the derivatives of squared_relu and star_relu for 16-bit results.
namespace softknee::math::narrow {

/// s max(x, 0)^2 + c
template <class Real>
struct star_relu;

/// The square of a 16-bit number is exact.
template <class Real>
requires is_float16<Real>
struct star_relu<Real> {
    Real s;
    Real c;

    SOFTKNEE_FUNCTION star_relu(Real slope, Real offset) : s(slope), c(offset) {}

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real positive = at_least(x, Real(0));
        return fma_to_odd(positive * positive, s, c);
    }
};

/// The square could leave the range before its product with s does, so a power of two near sqrt(s) goes to x: the
/// square overflows where the result does, and earlier only by what a large negative c takes away. The square of a
/// small x is no longer exact; a unit more of the smallest kind keeps a result just above half of the smallest bfloat16
/// from becoming 0.
template <class Real>
requires is_bfloat16<Real>
struct star_relu<Real> {
    Real up;
    Real s;
    Real c;

    SOFTKNEE_FUNCTION star_relu(Real slope, Real offset) : c(offset) {
        const Real exponent = exponent_of_root(slope) - select(c < Real(-0x1p100), Real(1), Real(0));
        const Real inverse = power_of_two(-exponent);
        up = power_of_two(exponent);
        s = slope * inverse * inverse;
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real scaled = at_least(x, Real(0)) * up;
        const Real square = fma_nudged(scaled, scaled, Real(format<Real>::smallest_subnormal));
        return fma_to_odd(select(x <= Real(0), Real(0), square), s, c);
    }
};

/// 2 s max(x, 0). In float16 everything is infinite already at the bound; bfloat16 is doubled last, which keeps it odd.
template <class Real>
SOFTKNEE_FUNCTION Real star_relu_derivative(Real x, Real s) {
    const Real positive = at_least(x, Real(0));
    if constexpr (is_float16<Real>) {
        const Real bounded = at_most(s, Real(0x1p60));
        return positive_product_to_odd(positive, bounded + bounded);
    } else {
        const Real half = positive_product_to_odd(positive, s);
        return half + half;
    }
}

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

}  // namespace softknee::math::narrow
