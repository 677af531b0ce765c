// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// The tanh form of Hendrycks and Gimpel, arXiv:1606.08415: y = x (1 + tanh u) / 2 = x sigmoid(2 u),
/// u = sqrt(2 / pi) (x + 0.044715 x^3).
struct gelu_tanh {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        const Number cubic = number::decimal<Number, "0.044715">();
        const Number u = number::sqrt(Number(2) / number::pi<Number>()) * (x + cubic * x * x * x);
        return x * number::sigmoid(Number(2) * u);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number root = number::sqrt(Number(2) / number::pi<Number>());
        const Number cubic = number::decimal<Number, "0.044715">();
        const Number twice = Number(2) * root * (x + cubic * x * x * x);
        const Number slope = Number(2) * root * (Number(1) + Number(3) * cubic * x * x);
        return number::sigmoid(twice) + x * slope * number::sigmoid_derivative(twice);
    }
};

}  // namespace softknee_reference::activations
