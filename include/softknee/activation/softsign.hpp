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

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign(x);
        } else {
            const Real a = math::abs(x);
            const Real s = downscaling(a);
            const Real y = math::divide(a * s, math::fma(a, s, s));
            return math::copysign(math::select(a == math::infinity<Real>(), Real(1), y), x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign_derivative(x);
        } else {
            const Real a = math::abs(x);
            const Real s = downscaling(a);
            const math::two<Real> one{Real(1), Real(0)};
            const Real root = math::divide(one, math::two_sum(s, a * s)).value() * s;
            return math::select(a == math::infinity<Real>(), 0.0, root * root);
        }
    }

    /// (1 - |y|)^2; |y| above 1 counts as 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softsign_derivative_from_output(y);
        } else {
            const Real distance = Real(1) - math::abs(y);
            return math::select(distance <= Real(0), 0.0, distance * distance);
        }
    }

private:
    /// A power of two that keeps 1 + |x| in the range of a reciprocal.
    template <class Real>
    SOFTKNEE_FUNCTION static Real downscaling(Real a) {
        constexpr double large = math::is_double<Real> ? 0x1p600 : 0x1p70;
        return math::select(a > Real(large), Real(1 / large), Real(1));
    }
};

}  // namespace softknee
