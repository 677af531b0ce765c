// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = 1 / (1 + e^-x)
struct sigmoid {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return number::sigmoid(x);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return number::sigmoid_derivative(x);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        return y > Number(0) && y < Number(1) ? y * (Number(1) - y) : Number(0);
    }
};

}  // namespace softknee_reference::activations
