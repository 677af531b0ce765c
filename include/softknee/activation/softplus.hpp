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
    using forward = math::for_width<Real, math::narrow::softplus, math::softplus_of_product>;

    template <class Real>
    struct wide_derivative {
        Real beta;

        SOFTKNEE_FUNCTION explicit wide_derivative(Real of) : beta(of) {}

        SOFTKNEE_FUNCTION Real operator()(Real x) const { return math::sigmoid(math::two_product(x, beta)); }
    };
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::sigmoid_of_product, wide_derivative>;

    /// 1 - e^(-beta y); a y below 0 counts as 0.
    template <class Real>
    struct wide_derivative_from_output {
        Real minus_beta;
        Real limit;  ///< beyond 40 / beta the derivative rounds to 1

        SOFTKNEE_FUNCTION explicit wide_derivative_from_output(Real beta) : minus_beta(-beta) {
            constexpr double largest = math::is_double<Real> ? 0x1.fffffffffffffp1023 : 0x1.fffffep127;
            limit = math::at_most(math::divide_by_parameter(Real(40), beta).hi, Real(largest));
        }

        SOFTKNEE_FUNCTION Real operator()(Real y) const {
            const Real limited = math::at_most(math::at_least(y, Real(0)), limit);
            return math::one_minus_exponential(math::two_product(limited, minus_beta));
        }
    };
    template <class Real>
    using derivative_from_output =
        math::for_width<Real, math::narrow::softplus_derivative_from_output, wide_derivative_from_output>;
};

}  // namespace softknee
