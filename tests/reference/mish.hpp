// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Misra, arXiv:1908.08681: y = x tanh(log(1 + e^x)).
struct mish {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x * number::tanh(number::log1p(number::exp(x)));
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number softplus = number::log1p(number::exp(x));
        return number::tanh(softplus) + x * number::sech_squared(softplus) * number::sigmoid(x);
    }
};

}  // namespace softknee_reference::activations
