// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/mish.hpp>
#include <softknee/math/narrow/mish.hpp>

namespace softknee {

/// y = x tanh(softplus(x)).
///
/// tanh(log1p(e^x)) = n / (n + 2) with n = e^x (e^x + 2).
struct mish {
    static constexpr activation_description description{
        .name = "mish",
        .formula = "x * tanh(log1p(exp(x)))",
        .derivative = "t + x * sigmoid(x) * (1 - t^2), t = tanh(log1p(exp(x)))",
        .source = "Misra, arXiv:1908.08681",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::mish(x);
        } else {
            return math::mish_value(x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::mish_derivative(x);
        } else {
            return math::mish_slope(x);
        }
    }
};

}  // namespace softknee
