// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/algebraic.hpp>

namespace softknee {

/// y = x for x > 0, negative_slope x elsewhere. A slope of 0 makes it relu.
struct leaky_relu {
    double negative_slope = 0.01;

    static constexpr activation_description description{
        .name = "leaky_relu",
        .formula = "x > 0 ? x : negative_slope * x",
        .derivative = "x > 0 ? 1 : negative_slope",
        .source = "Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models, ICML 2013",
    };
    static constexpr auto parameters() {
        return std::array{parameter<leaky_relu>{"negative_slope", &leaky_relu::negative_slope}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real negative_slope) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::leaky_relu(x, negative_slope);
        } else {
            // 0 * -inf would be NaN where relu gives 0.
            const auto off = (negative_slope == Real(0)) & (x <= Real(0));
            return math::select(off, 0.0, math::select(x > Real(0), x, negative_slope * x));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real negative_slope) {
        return math::select(x <= Real(0), negative_slope, Real(1));
    }

    /// y has the sign of x unless the slope is negative.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real negative_slope) {
        return derivative(y, negative_slope);
    }

    bool output_determines_derivative() const { return negative_slope >= 0; }
};

}  // namespace softknee
