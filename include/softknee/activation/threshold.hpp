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
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real t, Real v) {
        return math::select(x <= t, v, x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off(Real x, Real t, [[maybe_unused]] Real v) {
        return x <= t;
    }

    /// A y above t can only be x itself if v is not above t.
    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off_from_output(Real y, Real t, Real v) {
        return is_off(y, t, v);
    }

    bool output_determines_derivative() const { return v <= t; }
};

}  // namespace softknee
