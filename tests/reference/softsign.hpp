// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Glorot and Bengio, AISTATS 2010: y = x / (1 + |x|).
struct softsign {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x / (Number(1) + number::abs(x));
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number sum = Number(1) + number::abs(x);
        return Number(1) / (sum * sum);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        const Number rest = Number(1) - number::abs(y);
        return rest > Number(0) ? rest * rest : Number(0);
    }
};

}  // namespace softknee_reference::activations
