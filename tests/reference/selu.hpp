// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Klambauer, Unterthiner, Mayr and Hochreiter, arXiv:1706.02515: y = scale x for x > 0, scale alpha (e^x - 1)
/// elsewhere, with the constants that the paper's authors publish.
struct selu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number scale() {
        return number::decimal<Number, "1.0507009873554804934193349852946">();
    }
    template <class Number>
    static Number alpha() {
        return number::decimal<Number, "1.6732632423543772848170429916717">();
    }

    template <class Number>
    static Number forward(const Number& x) {
        return scale<Number>() * (x > Number(0) ? x : alpha<Number>() * number::expm1(x));
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return scale<Number>() * (x > Number(0) ? Number(1) : alpha<Number>() * number::exp(x));
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        if (y > Number(0)) return scale<Number>();
        const Number bound = scale<Number>() * alpha<Number>();
        return y > -bound ? y + bound : Number(0);
    }
};

}  // namespace softknee_reference::activations
