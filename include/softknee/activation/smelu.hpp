// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

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
        const Real sum = x + beta;
        const Real weight = math::divide_by_parameter(sum, beta).value() * Real(0.25);
        return math::select(x <= -beta, 0.0, math::select(x >= beta, x, sum * weight));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real beta) {
        const Real inside = math::divide_by_parameter(x + beta, beta).value() * Real(0.5);
        return math::select(x <= -beta, 0.0, math::select(x >= beta, 1.0, inside));
    }

    /// On the parabola sqrt(y / beta); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real beta) {
        const Real inside = math::divide_by_parameter(math::square_root(y), math::square_root(beta)).value();
        return math::select(y <= Real(0), 0.0, math::select(y >= beta, 1.0, inside));
    }
};

}  // namespace softknee
