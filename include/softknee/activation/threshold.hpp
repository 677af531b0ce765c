// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = x above t, v elsewhere, with t and v rounded to the dtype of x.
///
/// The text thresholded_relu(t) names threshold(t, 0).
struct threshold {
    double t = 1.0;
    double v = 0.0;

    static constexpr activation_description description{
        .name = "threshold",
        .formula = "x > t ? x : v",
        .derivative = "x > t ? 1 : 0",
        .source = "Konda, Memisevic and Krueger, arXiv:1402.3337; ONNX operator ThresholdedRelu",
    };
    static constexpr auto parameters() {
        return std::array{
            parameter<threshold>{"t", &threshold::t, parameter_range::any, parameter_rounding::to_storage_type},
            parameter<threshold>{"v", &threshold::v, parameter_range::any, parameter_rounding::to_storage_type}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real t, Real v) {
        return math::select(x <= t, v, x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real t, [[maybe_unused]] Real v) {
        return math::select(x <= t, Real(0), Real(1));
    }

    /// A y above t can only be x itself if v is not above t.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real t, Real v) {
        return derivative(y, t, v);
    }

    bool output_determines_derivative() const { return v <= t; }
};

}  // namespace softknee
