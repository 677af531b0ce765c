// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Hendrycks and Gimpel, arXiv:1606.08415: y = x Phi(x), with Phi(x) = erfc(-x / sqrt 2) / 2.
struct gelu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x * (number::erfc(-x / number::sqrt(Number(2))) / Number(2));
    }

    template <class Number>
    static Number derivative(const Number& x) {
        const Number distribution = number::erfc(-x / number::sqrt(Number(2))) / Number(2);
        const Number density = number::exp(-x * x / Number(2)) / number::sqrt(Number(2) * number::pi<Number>());
        return distribution + x * density;
    }
};

}  // namespace softknee_reference::activations
