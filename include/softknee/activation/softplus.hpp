// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

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
        const math::logistic<Real> l = math::make_logistic(math::two_product(x, beta));
        const math::scaled_number<Real> logarithm = math::log1p_of_exp(l);
        const Real tail = math::scale(math::divide_by_parameter(logarithm.mantissa, beta).value(), logarithm.exponent);
        return math::select(x > Real(0), x + tail, tail);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real beta) {
        return math::sigmoid(math::two_product(x, beta));
    }

    /// 1 - e^(-beta y); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real beta) {
        return math::select(y <= Real(0), 0.0, -math::expm1(math::two_product(y, -beta)));
    }
};

}  // namespace softknee
