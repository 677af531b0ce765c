// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/elu.hpp>

namespace softknee {

/// Exponential linear unit: y = x for x > 0, alpha expm1(x) elsewhere.
///
/// A 16-bit y loses the derivative where elu saturates; prefer `from_input` there.
struct elu {
    double alpha = 1.0;

    static constexpr activation_description description{
        .name = "elu",
        .formula = "x > 0 ? x : alpha * expm1(x)",
        .derivative = "x > 0 ? 1 : alpha * exp(x)",
        .source = "Clevert, Unterthiner and Hochreiter, arXiv:1511.07289",
    };
    static constexpr auto parameters() { return std::array{parameter<elu>{"alpha", &elu::alpha}}; }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::elu(x, alpha);
        } else {
            return math::select(x < Real(0), alpha * math::expm1(x), x);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::elu_derivative(x, alpha);
        } else {
            return math::select(x > Real(0), 1.0, math::exp_times(alpha, math::two<Real>{x, Real(0)}));
        }
    }

    /// For y <= 0, alpha exp(x) = y + alpha; y does not determine that unless alpha > 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::elu_derivative_from_output(y, alpha);
        } else {
            return math::select(y > Real(0), 1.0, math::select(y < -alpha, 0.0, y + alpha));
        }
    }
    bool output_determines_derivative() const { return alpha > 0; }
};

}  // namespace softknee
