// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/algebraic.hpp>

namespace softknee {

/// y = x / (1 + |x|).
struct softsign {
    static constexpr activation_description description{
        .name = "softsign",
        .formula = "x / (1 + abs(x))",
        .derivative = "1 / (1 + abs(x))^2",
        .source =
            "Bergstra et al., Quadratic Polynomials Learn Better Image Features, Technical Report 1337, University of "
            "Montreal, 2009",
    };

    /// Where |x| is limited, y already rounds to 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign(x);
        } else {
            const Real a = math::at_most(math::abs(x), Real(math::is_double<Real> ? 0x1p60 : 0x1p30));
            const math::two<Real> d = math::sum_not_negative(a, Real(1));
            const Real q = math::reciprocal_estimate(d.hi);
            const Real y = a * q;
            return math::copysign(math::fma(math::remainder(a, y, d), q, y), x);
        }
    }

    /// With q near 1 / d and r = 1 - q d: 1 / d^2 = q^2 / (1 - r)^2 = q^2 (1 + 2 r + 3 r^2 + ...). All is in a unit in
    /// which no square underflows, so that the last step alone rounds to a subnormal number; |x| is limited where the
    /// result has long been 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign_derivative(x);
        } else {
            constexpr double unit = math::is_double<Real> ? 0x1p-256 : 0x1p-32;
            const Real one(unit);
            const Real a = math::at_most(math::abs(x) * one, Real(1 / (unit * unit)));
            const math::two<Real> d = math::sum_not_negative(a, one);
            const Real q = math::reciprocal_estimate(d.hi);
            const Real r = math::remainder(Real(1), q, d);
            const Real correction = r * math::fma(r, Real(3), Real(2));
            return math::fma(q, q, (q * correction) * q) * Real(unit * unit);
        }
    }

    /// (1 - |y|)^2, with the rounding error of 1 - |y|; |y| above 1 counts as 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign_derivative_from_output(y);
        } else {
            const Real a = math::at_most(math::abs(y), Real(1));
            const math::two<Real> d = math::fast_two_sum(Real(1), -a);
            return math::fma(d.hi, d.hi, (d.hi + d.hi) * d.lo);
        }
    }
};

}  // namespace softknee
