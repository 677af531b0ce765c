// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/narrow/celu.hpp>
#include <softknee/math/scaled_exponential.hpp>

namespace softknee {

/// Continuously differentiable ELU: y = x for x > 0, alpha expm1(x / alpha) elsewhere.
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct celu {
    double alpha = 1.0;

    static constexpr activation_description description{
        .name = "celu",
        .formula = "x > 0 ? x : alpha * expm1(x / alpha)",
        .derivative = "x > 0 ? 1 : exp(x / alpha)",
        .source = "Barron, arXiv:1704.07483",
    };
    static constexpr auto parameters() {
        return std::array{parameter<celu>{"alpha", &celu::alpha, parameter_range::not_zero}};
    }

    /// Within 0.97 ULP, where |alpha| is at least 2^-40.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu(x, alpha);
        } else {
            const divisor<Real> a(alpha);
            // With a negative alpha x / alpha is positive: where its exponential is large, the 1 of expm1 is subtracted
            // last, and a power of two is set aside until the product with alpha is known.
            constexpr bool wide = math::is_double<Real>;
            const Real large = math::select(a.tiny, Real(wide ? 600 : 80), Real(wide ? 36.8 : 16.8));
            const Real drop = a.scale_exponent + Real(wide ? 700 : 86);
            const Real highest = (drop + Real(wide ? 1023.25 : 127.25)) * Real(0x1.62e43p-1);
            const Real limit = math::select(alpha > Real(0), Real(-math::expm1_limit<Real>), highest);
            const math::two<Real> t = a.divide(math::at_least(x * a.scale, -limit * math::abs(a.scaled)));
            const auto is_large = t.hi > large;
            const Real rounding(math::round_to_integer<Real>);
            const math::two<Real> e = math::scaled_expm1(t, math::select(is_large, rounding - drop, rounding),
                                                         math::select(is_large, 0.0, Real(1)));
            const Real one = math::select(is_large, alpha * Real(wide ? -0x1p-700 : -0x1p-86), Real(0));
            const Real below = math::fma(a.scaled, e.hi, math::fma(a.scaled, e.lo, one)) *
                               math::select(is_large, Real(wide ? 0x1p700 : 0x1p86), a.inverse_scale);
            // Where x / alpha is tiny the function is x, even if the quotient underflows.
            const auto is_x = x >= math::abs(alpha) * Real(math::format<Real>::epsilon / -4);
            return math::select(is_x, x, below);
        }
    }

    /// Within 0.8 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu_derivative(x, alpha);
        } else {
            const divisor<Real> a(alpha);
            // Where the result is less than half of the smallest subnormal, or infinite.
            const Real limit = math::select(alpha > Real(0), Real(math::is_double<Real> ? 760 : 110),
                                            Real(math::is_double<Real> ? 715 : 90));
            const math::two<Real> t = a.divide(math::at_least(x * a.scale, -limit * math::abs(a.scaled)));
            const Real slope = math::scaled_exponential(math::two<Real>{Real(1), Real(0)}, Real(0), t);
            return math::select(x > Real(0), 1.0, slope);
        }
    }

    /// For y <= 0, exp(x / alpha) = 1 + y / alpha; with a negative alpha that quotient is positive. Within 0.51 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu_derivative_from_output(y, alpha);
        } else {
            const divisor<Real> a(alpha);
            // Beyond the range of y with alpha > 0; otherwise where the result is infinite.
            constexpr double half = math::is_double<Real> ? 0x1p518 : 0x1p70;
            constexpr double widest = math::is_double<Real> ? 0x1.fffffffffffffp-13 : 0x1.fffffep-13;
            const Real infinite = math::at_most(math::abs(a.scaled), Real(widest)) * Real(half) * Real(half);
            const auto positive = alpha > Real(0);
            const Real scaled_y = y * a.scale;
            const math::two<Real> sum = math::two_sum(scaled_y, a.scaled);
            const Real rest = math::fma(sum.hi, a.reciprocal.lo, sum.lo * a.reciprocal.hi);
            const Real inside = math::fma(sum.hi, a.reciprocal.hi, rest);
            const Real below = math::select(scaled_y < math::select(positive, -a.scaled, -infinite),
                                            math::select(positive, Real(0), math::infinity<Real>()), inside);
            return math::select(y > Real(0), 1.0, below);
        }
    }

private:
    /// x / alpha to twice the precision for every alpha, x and alpha being scaled first where alpha is far from 1.
    template <class Real>
    struct divisor {
        decltype(Real() < Real()) tiny;
        Real scale_exponent;
        Real scale;
        Real inverse_scale;
        Real scaled;  ///< alpha * scale
        math::two<Real> reciprocal;

        SOFTKNEE_FUNCTION explicit divisor(Real alpha) {
            constexpr double exponent = math::is_double<Real> ? 512 : 64;
            constexpr double up = math::is_double<Real> ? 0x1p512 : 0x1p64;
            constexpr double edge = math::is_double<Real> ? 0x1p500 : 0x1p60;
            tiny = math::abs(alpha) < Real(1 / edge);
            const auto huge = math::abs(alpha) > Real(edge);
            const auto choose = [&](double if_tiny, double if_huge, double otherwise) {
                return math::select(tiny, if_tiny, math::select(huge, if_huge, Real(otherwise)));
            };
            scale_exponent = choose(exponent, -exponent, 0);
            scale = choose(up, 1 / up, 1);
            inverse_scale = math::reciprocal_of_power_of_two(scale);
            scaled = alpha * scale;
            reciprocal = math::divide(math::two<Real>{Real(1), Real(0)}, math::two<Real>{scaled, Real(0)});
        }

        SOFTKNEE_FUNCTION math::two<Real> divide(Real scaled_x) const {
            const math::two<Real> quotient = math::two_product(scaled_x, reciprocal.hi);
            return {quotient.hi, math::fma(scaled_x, reciprocal.lo, quotient.lo)};
        }
    };
};

}  // namespace softknee
