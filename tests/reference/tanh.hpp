// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = tanh x
struct tanh {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return number::tanh(x);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return number::sech_squared(x);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        const Number rest = (Number(1) - y) * (Number(1) + y);
        return rest > Number(0) ? rest : Number(0);
    }
};

}  // namespace softknee_reference::activations
