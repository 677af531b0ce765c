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
        if (number::abs(x) > Number(1)) {
            // x - 1 can be a tie, and what tanh lacks of 1 then decides the rounding, however small it is. Below 2^-400
            // of x nothing matters but that it is positive.
            const Number magnitude = number::abs(x);
            const Number least = magnitude * Number(0x1p-400);
            const Number rest = Number(2) / (number::exp(magnitude + magnitude) + Number(1));
            const Number y = (magnitude - Number(1)) + (rest > least ? rest : least);
            return x < Number(0) ? -y : y;
        }
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
