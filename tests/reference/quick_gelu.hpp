// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Hendrycks and Gimpel, arXiv:1606.08415: y = x sigmoid(1.702 x).
struct quick_gelu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x * number::sigmoid(number::decimal<Number, "1.702">() * x);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number z = number::decimal<Number, "1.702">() * x;
        return number::sigmoid(z) + z * number::sigmoid_derivative(z);
    }
};

}  // namespace softknee_reference::activations
