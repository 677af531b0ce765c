// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Dugas et al., NIPS 2000: y = log(1 + e^(beta x)) / beta = (max(z, 0) + log(1 + e^-|z|)) / beta, z = beta x.
struct softplus {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& beta) {
        const Number z = beta * x;
        return ((z > Number(0) ? z : Number(0)) + number::log1p(number::exp(-number::abs(z)))) / beta;
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& beta) {
        return number::sigmoid(beta * x);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& beta) {
        return y > Number(0) ? -number::expm1(-beta * y) : Number(0);
    }
};

}  // namespace softknee_reference::activations
