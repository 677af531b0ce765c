// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = x - bias above lambda, x + bias below -lambda, +0 inside, with lambda rounded to the dtype of x.
struct shrink {
    double lambda = 0.5;
    double bias = 0.0;

    static constexpr activation_description description{
        .name = "shrink",
        .formula = "x > lambda ? x - bias : x < -lambda ? x + bias : 0",
        .derivative = "abs(x) > lambda ? 1 : 0",
        .source = "ONNX operator Shrink",
    };
    static constexpr auto parameters() {
        return std::array{parameter<shrink>{"lambda", &shrink::lambda, parameter_range::not_negative,
                                            parameter_rounding::to_storage_type},
                          parameter<shrink>{"bias", &shrink::bias}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real lambda, Real bias) {
        return math::select(math::abs(x) <= lambda, 0.0, x - math::select(x < Real(0), -bias, bias));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off(Real x, Real lambda, [[maybe_unused]] Real bias) {
        return math::abs(x) <= lambda;
    }

    /// If bias is not above lambda, y is 0 only inside.
    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off_from_output(Real y, [[maybe_unused]] Real lambda, [[maybe_unused]] Real bias) {
        return y == Real(0);
    }

    bool output_determines_derivative() const { return bias <= lambda; }
};

}  // namespace softknee
