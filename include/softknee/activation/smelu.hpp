// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/roots.hpp>

namespace softknee {

/// Smooth relu: 0, a parabola on [-beta, beta], x.
struct smelu {
    double beta = 2.0;

    static constexpr activation_description description{
        .name = "smelu",
        .formula = "x <= -beta ? 0 : x >= beta ? x : (x + beta)^2 / (4 * beta)",
        .derivative = "x <= -beta ? 0 : x >= beta ? 1 : (x + beta) / (2 * beta)",
        .source = "Shamir, Lin and Coviello, arXiv:2202.06499",
    };
    static constexpr auto parameters() {
        return std::array{parameter<smelu>{"beta", &smelu::beta, parameter_range::positive}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::smelu(x, beta);
        } else {
            const scaled_parameter<Real> b = make_scaled_parameter(beta);
            const math::two<Real> sum = math::fast_two_sum(b.beta, math::at_least(x * b.scale, -b.beta));
            const Real square = sum.hi * sum.hi;
            const Real square_lo = math::fma(sum.hi + sum.hi, sum.lo, math::fma(sum.hi, sum.hi, -square));
            const math::two<Real> factor{b.reciprocal.hi * Real(0.25) * b.unscale,
                                         b.reciprocal.lo * Real(0.25) * b.unscale};
            return math::select(x >= beta, x, math::product(math::two<Real>{square, square_lo}, factor));
        }
    }

    /// 1 at the upper limit of x, because the product is nearly correctly rounded.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::smelu_derivative(x, beta);
        } else {
            const scaled_parameter<Real> b = make_scaled_parameter(beta);
            const Real limited = math::at_most(math::at_least(x * b.scale, -b.beta), b.beta);
            const math::two<Real> factor{b.reciprocal.hi * Real(0.5), b.reciprocal.lo * Real(0.5)};
            return math::product(math::fast_two_sum(b.beta, limited), factor);
        }
    }

    /// On the parabola sqrt(y / beta); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::smelu_derivative_from_output(y, beta);
        } else {
            constexpr double up = math::is_double<Real> ? 0x1p600 : 0x1p70;
            constexpr double root_of_up = math::is_double<Real> ? 0x1p300 : 0x1p35;
            const math::square_scaling<Real> b = math::make_square_scaling(beta);
            const math::two<Real> reciprocal = math::reciprocal_in_two(b.mantissa);
            const Real unscale = math::reciprocal_of_power_of_two(b.root);
            const Real limited = math::at_most(math::at_least(y, Real(0)), beta);
            const auto small = limited < Real(math::is_double<Real> ? 0x1p-300 : 0x1p-20);
            const Real scaled = limited * math::select(small, up, Real(1));
            const Real ratio = scaled * reciprocal.hi;
            const Real ratio_lo = math::fma(scaled, reciprocal.lo, math::fma(scaled, reciprocal.hi, -ratio));
            return math::root_in_range(math::two<Real>{ratio, ratio_lo}) *
                   math::select(small, unscale * Real(1 / root_of_up), unscale);
        }
    }

private:
    /// beta times a power of two, `scale`, that takes it to [1, 8), or to a number above 2^-30 (float) if it is
    /// subnormal, so that the square of a sum with it stays in the range; its reciprocal; and 1 / scale.
    template <class Real>
    struct scaled_parameter {
        Real beta;
        math::two<Real> reciprocal;
        Real scale;
        Real unscale;
    };

    template <class Real>
    SOFTKNEE_FUNCTION static scaled_parameter<Real> make_scaled_parameter(Real beta) {
        constexpr double limit = math::is_double<Real> ? 0x1p1020 : 0x1p125;
        const Real unscale =
            math::leading_power_of_two(math::at_most(math::at_least(beta, Real(1 / limit)), Real(limit)));
        const Real scale = math::reciprocal_of_power_of_two(unscale);
        return {beta * scale, math::reciprocal_in_two(beta * scale), scale, unscale};
    }
};

}  // namespace softknee
