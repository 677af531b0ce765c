// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/softplus.hpp>
#include <softknee/math/softplus.hpp>

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
            return -math::softplus(-x);
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
            // Below -40 the derivative rounds to 1.
            const Real clamped = math::at_least(math::at_most(y, Real(0)), Real(-40));
            return math::one_minus_exponential(math::two<Real>{clamped, Real(0)});
        }
    }
};

}  // namespace softknee
