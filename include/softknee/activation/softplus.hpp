// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic_of_product.hpp>
#include <softknee/math/narrow/softplus.hpp>
#include <softknee/math/softplus.hpp>

namespace softknee {

/// y = log1p(e^(beta x)) / beta.
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct softplus {
    double beta = 1.0;

    static constexpr activation_description description{
        .name = "softplus",
        .formula = "log1p(exp(beta * x)) / beta",
        .derivative = "sigmoid(beta * x)",
        .source = "Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing, NIPS 2000",
    };
    static constexpr auto parameters() {
        return std::array{parameter<softplus>{"beta", &softplus::beta, parameter_range::positive}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softplus(x, beta);
        } else {
            return math::softplus(x, beta);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::sigmoid_of_product(x, beta);
        } else {
            return math::sigmoid(math::two_product(x, beta));
        }
    }

    /// 1 - e^(-beta y); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real beta) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::softplus_derivative_from_output(y, beta);
        } else {
            // Beyond 40 / beta the derivative rounds to 1.
            constexpr double largest = math::is_double<Real> ? 0x1.fffffffffffffp1023 : 0x1.fffffep127;
            const Real limit = math::at_most(math::divide_by_parameter(Real(40), beta).hi, Real(largest));
            return math::one_minus_exponential(
                math::two_product(math::at_most(math::at_least(y, Real(0)), limit), -beta));
        }
    }
};

}  // namespace softknee
