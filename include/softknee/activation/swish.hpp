// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic_of_product.hpp>

namespace softknee {

/// y = x sigmoid(beta x).
struct swish {
    double beta = 1.0;

    static constexpr activation_description description{
        .name = "swish",
        .formula = "x * sigmoid(beta * x)",
        .derivative = "s + beta * x * s * (1 - s), s = sigmoid(beta x)",
        .source = "Ramachandran, Zoph and Le, arXiv:1710.05941",
    };
    static constexpr auto parameters() { return std::array{parameter<swish>{"beta", &swish::beta}}; }

    template <class Real>
    using forward = math::for_width<Real, math::narrow::swish, math::swish>;
    template <class Real>
    using derivative = math::for_width<Real, math::narrow::swish_derivative, math::swish_slope>;
};

}  // namespace softknee
