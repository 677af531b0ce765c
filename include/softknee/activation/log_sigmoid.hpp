// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/softplus.hpp>

namespace softknee {

/// y = log(sigmoid(x)) = min(x, 0) - log1p(e^-|x|).
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct log_sigmoid {
    static constexpr activation_description description{
        .name = "log_sigmoid",
        .formula = "min(x, 0) - log1p(exp(-abs(x)))",
        .derivative = "sigmoid(-x)",
        .source = "PyTorch torch.nn.LogSigmoid",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::log_sigmoid(x);
        } else {
            const math::scaled_number<Real> logarithm =
                math::log1p_of_exp(math::make_logistic(math::two<Real>{x, Real(0)}));
            const Real tail = logarithm.value();
            return math::select(x < Real(0), x - tail, -tail);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::sigmoid(-x);
        } else {
            return math::sigmoid(-x);
        }
    }

    /// 1 - e^y; a y above 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::log_sigmoid_derivative_from_output(y);
        } else {
            return math::select(y >= Real(0), 0.0, -math::expm1(y));
        }
    }
};

}  // namespace softknee
