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

private:
    /// x / alpha to twice the precision for every alpha, x and alpha being scaled first where alpha is far from 1.
    template <class Real>
    struct divisor {
        Real scale_exponent;
        Real scale;
        Real inverse_scale;
        Real scaled;  ///< alpha * scale
        math::two<Real> reciprocal;

        SOFTKNEE_FUNCTION explicit divisor(Real alpha) {
            constexpr double exponent = math::is_double<Real> ? 512 : 64;
            constexpr double up = math::is_double<Real> ? 0x1p512 : 0x1p64;
            constexpr double edge = math::is_double<Real> ? 0x1p500 : 0x1p60;
            const auto tiny = math::abs(alpha) < Real(1 / edge);
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

public:
    /// Within 0.97 ULP, where |alpha| is at least 2^-40.
    ///
    /// With a negative alpha x / alpha is positive: where its exponential is large, the 1 of expm1 is subtracted last,
    /// and a power of two is set aside until the product with alpha is known.
    template <class Real>
    struct wide_forward {
        static constexpr bool is_double = math::is_double<Real>;
        divisor<Real> a;
        Real lowest;  ///< of x * a.scale
        Real large;   ///< of x / alpha
        Real rounding_of_large;
        Real one_of_large;
        Real end;  ///< above it, the function is x, even if the quotient underflows

        SOFTKNEE_FUNCTION explicit wide_forward(Real alpha) : a(alpha) {
            const Real drop = a.scale_exponent + Real(is_double ? 700 : 86);
            const Real highest = (drop + Real(is_double ? 1023.25 : 127.25)) * Real(0x1.62e43p-1);
            const Real limit = math::select(alpha > Real(0), Real(-math::expm1_limit<Real>), highest);
            lowest = -limit * math::abs(a.scaled);
            large = math::select(a.scale_exponent > Real(0), Real(is_double ? 600 : 80), Real(is_double ? 36.8 : 16.8));
            rounding_of_large = Real(math::round_to_integer<Real>) - drop;
            one_of_large = alpha * Real(is_double ? -0x1p-700 : -0x1p-86);
            end = math::abs(alpha) * Real(math::format<Real>::epsilon / -4);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const math::two<Real> t = a.divide(math::at_least(x * a.scale, lowest));
            const auto is_large = t.hi > large;
            const Real rounding = math::select(is_large, rounding_of_large, Real(math::round_to_integer<Real>));
            const math::two<Real> e = math::scaled_expm1(t, rounding, math::select(is_large, 0.0, Real(1)));
            const Real one = math::select(is_large, one_of_large, Real(0));
            const Real below = math::fma(a.scaled, e.hi, math::fma(a.scaled, e.lo, one)) *
                               math::select(is_large, Real(is_double ? 0x1p700 : 0x1p86), a.inverse_scale);
            return math::select(x >= end, x, below);
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::celu, wide_forward>;

    /// Within 0.8 ULP.
    template <class Real>
    struct wide_derivative {
        divisor<Real> a;
        Real lowest;  ///< of x * a.scale: where the result is less than half of the smallest subnormal, or infinite

        SOFTKNEE_FUNCTION explicit wide_derivative(Real alpha) : a(alpha) {
            const Real limit = math::select(alpha > Real(0), Real(math::is_double<Real> ? 760 : 110),
                                            Real(math::is_double<Real> ? 715 : 90));
            lowest = -limit * math::abs(a.scaled);
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const math::two<Real> t = a.divide(math::at_least(x * a.scale, lowest));
            const Real slope = math::scaled_exponential(math::two<Real>{Real(1), Real(0)}, Real(0), t);
            return math::select(x > Real(0), 1.0, slope);
        }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::celu_derivative, wide_derivative>;

    /// For y <= 0, exp(x / alpha) = 1 + y / alpha; with a negative alpha that quotient is positive. Within 0.51 ULP.
    template <class Real>
    struct wide_derivative_from_output {
        divisor<Real> a;
        Real lowest;  ///< of y * a.scale: beyond the range of y with alpha > 0; otherwise where the result is infinite
        Real at_lowest;

        SOFTKNEE_FUNCTION explicit wide_derivative_from_output(Real alpha) : a(alpha) {
            constexpr double half = math::is_double<Real> ? 0x1p518 : 0x1p70;
            constexpr double widest = math::is_double<Real> ? 0x1.fffffffffffffp-13 : 0x1.fffffep-13;
            const Real infinite = math::at_most(math::abs(a.scaled), Real(widest)) * Real(half) * Real(half);
            const auto positive = alpha > Real(0);
            lowest = math::select(positive, -a.scaled, -infinite);
            at_lowest = math::select(positive, Real(0), math::infinity<Real>());
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            const Real scaled_y = y * a.scale;
            const math::two<Real> sum = math::two_sum(scaled_y, a.scaled);
            const Real rest = math::fma(sum.hi, a.reciprocal.lo, sum.lo * a.reciprocal.hi);
            const Real inside = math::fma(sum.hi, a.reciprocal.hi, rest);
            return math::select(y > Real(0), 1.0, math::select(scaled_y < lowest, at_lowest, inside));
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::celu_derivative_from_output, wide_derivative_from_output>;
};

}  // namespace softknee
