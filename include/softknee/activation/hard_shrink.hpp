// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = x outside [-lambda, lambda], +0 inside, with lambda rounded to the dtype of x.
struct hard_shrink {
    double lambda = 0.5;

    static constexpr activation_description description{
        .name = "hard_shrink",
        .formula = "abs(x) > lambda ? x : 0",
        .derivative = "abs(x) > lambda ? 1 : 0",
        .source = "Donoho and Johnstone, Biometrika 81, 425 (1994)",
    };
    static constexpr auto parameters() {
        return std::array{parameter<hard_shrink>{"lambda", &hard_shrink::lambda, parameter_range::not_negative,
                                                 parameter_rounding::to_storage_type}};
    }
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real lambda) {
        return math::select(math::abs(x) <= lambda, 0.0, x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off(Real x, Real lambda) {
        return math::abs(x) <= lambda;
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off_from_output(Real y, Real lambda) {
        return is_off(y, lambda);
    }
};

}  // namespace softknee
