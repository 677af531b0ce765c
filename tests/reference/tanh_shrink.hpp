// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = x - tanh x
struct tanh_shrink {
    static constexpr int parameters = 0;

    /// Near 0 the difference cancels. There y = (x cosh x - sinh x) / cosh x, whose numerator is a power series of
    /// terms of one sign: the sum over k >= 1 of 2k x^(2k+1) / (2k+1)!.
    template <class Number>
    static Number forward(const Number& x) {
        if (number::abs(x) > Number(1)) return x - number::tanh(x);
        Number power = x * x * x / Number(6);  // x^(2k+1) / (2k+1)!
        Number sum = Number(2) * power;
        for (int k = 2;; ++k) {
            power = power * x * x / Number(2 * k * (2 * k + 1));
            const Number next = sum + Number(2 * k) * power;
            if (next == sum) return sum / number::cosh(x);
            sum = next;
        }
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number t = number::tanh(x);
        return t * t;
    }
};

}  // namespace softknee_reference::activations
