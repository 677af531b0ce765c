// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Elfwing, Uchibe and Doya, arXiv:1702.03118: y = x sigmoid(x).
struct silu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x * number::sigmoid(x);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return number::sigmoid(x) + x * number::sigmoid_derivative(x);
    }
};

}  // namespace softknee_reference::activations
