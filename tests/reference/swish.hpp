// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Ramachandran, Zoph and Le, arXiv:1710.05941: y = x sigmoid(beta x).
struct swish {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& beta) {
        return x * number::sigmoid(beta * x);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& beta) {
        const Number z = beta * x;
        return number::sigmoid(z) + z * number::sigmoid_derivative(z);
    }
};

}  // namespace softknee_reference::activations
