// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = log sigmoid(x) = min(x, 0) - log(1 + e^-|x|)
struct log_sigmoid {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        const Number rest = number::log1p(number::exp(-number::abs(x)));
        return x < Number(0) ? x - rest : -rest;
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return number::sigmoid(Number(-x));
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        return y < Number(0) ? -number::expm1(y) : Number(0);
    }
};

}  // namespace softknee_reference::activations
