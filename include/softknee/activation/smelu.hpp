// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/smelu.hpp>

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

private:
    /// beta times a power of two, `scale`, that takes it to [1, 8), or to a number above 2^-30 (float) if it is
    /// subnormal, so that the square of a sum with it stays in the range; its reciprocal; and 1 / scale.
    template <class Real>
    struct scaled_parameter {
        Real beta;
        math::two<Real> reciprocal;
        Real scale;
        Real unscale;

        SOFTKNEE_FUNCTION explicit scaled_parameter(Real of) {
            constexpr double limit = math::is_double<Real> ? 0x1p1020 : 0x1p125;
            unscale = math::leading_power_of_two(math::at_most(math::at_least(of, Real(1 / limit)), Real(limit)));
            scale = math::reciprocal_of_power_of_two(unscale);
            beta = of * scale;
            reciprocal = math::reciprocal_in_two(beta);
        }
    };

public:
    template <class Real>
    struct wide_forward {
        scaled_parameter<Real> b;
        Real beta;
        math::two<Real> factor;

        SOFTKNEE_FUNCTION explicit wide_forward(Real of) : b(of), beta(of) {
            factor = {b.reciprocal.hi * Real(0.25) * b.unscale, b.reciprocal.lo * Real(0.25) * b.unscale};
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const math::two<Real> sum = math::fast_two_sum(b.beta, math::at_least(x * b.scale, -b.beta));
            const Real square = sum.hi * sum.hi;
            const Real square_lo = math::fma(sum.hi + sum.hi, sum.lo, math::fma(sum.hi, sum.hi, -square));
            return math::select(x >= beta, x, math::product(math::two<Real>{square, square_lo}, factor));
        }
    };
    template <class Real>
    using forward = math::for_width<Real, math::narrow::smelu, wide_forward>;

    /// 1 at the upper limit of x, because the product is nearly correctly rounded.
    template <class Real>
    struct wide_derivative {
        scaled_parameter<Real> b;
        math::two<Real> factor;

        SOFTKNEE_FUNCTION explicit wide_derivative(Real beta) : b(beta) {
            factor = {b.reciprocal.hi * Real(0.5), b.reciprocal.lo * Real(0.5)};
        }

        SOFTKNEE_FUNCTION Real operator()(Real x) const {
            const Real limited = math::at_most(math::at_least(x * b.scale, -b.beta), b.beta);
            return math::product(math::fast_two_sum(b.beta, limited), factor);
        }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::smelu_derivative, wide_derivative>;

    /// On the parabola sqrt(y / beta); a y below 0 counts as 0.
    template <class Real>
    struct wide_derivative_from_output {
        Real beta;
        math::two<Real> reciprocal;
        Real unscale;
        Real unscale_small;

        SOFTKNEE_FUNCTION explicit wide_derivative_from_output(Real of) : beta(of) {
            constexpr double root_of_up = math::is_double<Real> ? 0x1p300 : 0x1p35;
            const math::square_scaling<Real> b = math::make_square_scaling(beta);
            reciprocal = math::reciprocal_in_two(b.mantissa);
            unscale = math::reciprocal_of_power_of_two(b.root);
            unscale_small = unscale * Real(1 / root_of_up);
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            constexpr double up = math::is_double<Real> ? 0x1p600 : 0x1p70;
            const Real limited = math::at_most(math::at_least(y, Real(0)), beta);
            const auto small = limited < Real(math::is_double<Real> ? 0x1p-300 : 0x1p-20);
            const Real scaled = limited * math::select(small, up, Real(1));
            const Real ratio = scaled * reciprocal.hi;
            const Real ratio_lo = math::fma(scaled, reciprocal.lo, math::fma(scaled, reciprocal.hi, -ratio));
            return math::root_in_range(math::two<Real>{ratio, ratio_lo}) * math::select(small, unscale_small, unscale);
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::smelu_derivative_from_output, wide_derivative_from_output>;
};

}  // namespace softknee
