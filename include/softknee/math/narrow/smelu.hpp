// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/roots.hpp>
#include <softknee/math/narrow/rounding_to_odd.hpp>

/// smelu and its derivatives for 16-bit results. Where a quotient may be a midpoint exactly, its residual is 0 and odd
/// rounding leaves it.
namespace softknee::math::narrow {

/// scale / d to twice the precision, for 2^-100 < |d| < 2^100 and a power of two that leaves the quotient in the range.
template <class Real>
SOFTKNEE_FUNCTION two<Real> reciprocal_of_parameter(Real d, Real scale) {
    const Real r = full_reciprocal(d);
    return {r * scale, fma(-d, r, Real(1)) * r * scale};
}

/// Numerators over `divisor`, rounded to odd, and exactly where the quotient has few bits.
template <class Real>
struct positive_quotient_to_odd {
    Real divisor;
    two<Real> reciprocal;

    SOFTKNEE_FUNCTION explicit positive_quotient_to_odd(Real of)
        : divisor(of), reciprocal(reciprocal_of_parameter(divisor, Real(1))) {}

    SOFTKNEE_FUNCTION Real operator()(two<Real> n) const {
        const Real q = fma(n.hi, reciprocal.hi, n.hi * reciprocal.lo);
        return positive_fma_to_odd(fma(-q, divisor, n.hi) + n.lo, reciprocal.hi, q);
    }
};

/// beta of smelu. Below half of the smallest number of the type, no x but 0 lies between -beta and beta. In float16,
/// beyond 2^40 the parabola is infinite and its slope 1/2; in bfloat16 x and beta get a factor that leaves room for
/// their squares.
template <class Real>
struct smelu_parameter {
    Real beta;
    Real scale;
    Real scaled_beta;

    SOFTKNEE_FUNCTION explicit smelu_parameter(Real b) {
        if constexpr (is_float16<Real>) {
            beta = limited(b, 0x1p-26, 0x1p40);
            scale = Real(1);
        } else {
            beta = at_least(b, Real(0x1p-135));
            scale = select(b < Real(0x1p-60), Real(0x1p81), select(b > Real(0x1p60), Real(0x1p-81), Real(1)));
        }
        scaled_beta = scaled(beta);
    }
    SOFTKNEE_FUNCTION Real scaled(Real v) const {
        if constexpr (is_float16<Real>) {
            return v;
        } else {
            return v * scale;
        }
    }
};

/// x <= -b ? 0 : x >= b ? x : (x + b)^2 / (4 b)
template <class Real>
struct smelu {
    smelu_parameter<Real> parameter;
    positive_quotient_to_odd<Real> quotient;

    SOFTKNEE_FUNCTION explicit smelu(Real beta)
        : parameter(beta), quotient(parameter.scaled_beta * parameter.scale * Real(4)) {}

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real b = parameter.scaled_beta;
        const two<Real> s = fast_two_sum(b, at_least(parameter.scaled(x), -b));
        const Real square = s.hi * s.hi;
        const two<Real> n{square, fma(s.hi + s.hi, s.lo, fma(s.hi, s.hi, -square))};
        return select(x >= parameter.beta, x, quotient(n));
    }
};

/// (x + b) / (2 b) limited to [0, 1]
template <class Real>
struct smelu_derivative {
    smelu_parameter<Real> parameter;
    positive_quotient_to_odd<Real> quotient;

    SOFTKNEE_FUNCTION explicit smelu_derivative(Real beta)
        : parameter(beta), quotient(parameter.scaled_beta + parameter.scaled_beta) {}

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        const Real b = parameter.scaled_beta;
        return quotient(fast_two_sum(b, at_most(at_least(parameter.scaled(x), -b), b)));
    }
};

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

}  // namespace softknee::math::narrow
