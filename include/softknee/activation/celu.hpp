// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/celu.hpp>

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

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu(x, alpha);
        } else {
            const math::two<Real> t = math::divide_by_parameter(x, alpha);
            // Where x / alpha underflows, or nearly, the function is x.
            const auto is_x = (x > Real(0)) | (math::abs(t.hi) < Real(math::format<Real>::epsilon / 4));
            return math::select(is_x, x, math::expm1_times(alpha, t));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu_derivative(x, alpha);
        } else {
            return math::select(x > Real(0), 1.0, math::exp_times(Real(1), math::divide_by_parameter(x, alpha)));
        }
    }

    /// For y <= 0, exp(x / alpha) = 1 + y / alpha; with a negative alpha that quotient is positive.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::celu_derivative_from_output(y, alpha);
        } else {
            const auto outside = (alpha > Real(0)) & (y < -alpha);
            const math::two<Real> quotient = math::divide_by_parameter(y, alpha);
            const math::two<Real> sum = math::two_sum(Real(1), quotient.hi);
            const auto infinite = math::abs(sum.hi) == math::infinity<Real>();
            const Real below = math::select(infinite, sum.hi, sum.hi + (sum.lo + quotient.lo));
            return math::select(y > Real(0), 1.0, math::select(outside, 0.0, below));
        }
    }
};

}  // namespace softknee
