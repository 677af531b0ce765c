// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// LeCun et al., Proceedings of the IEEE 1998: y = b tanh(a x).
struct scaled_tanh {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& a, const Number& b) {
        return b * number::tanh(a * x);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& a, const Number& b) {
        return a * b * number::sech_squared(a * x);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& a, const Number& b) {
        const Number rest = (b - y) * (b + y);
        return rest > Number(0) ? a * rest / b : Number(0);
    }
};

}  // namespace softknee_reference::activations
