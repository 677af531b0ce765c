// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Barron, arXiv:2112.11687: y = (x + sqrt(x^2 + b)) / 2, multiplied out by the conjugate for x < 0.
struct squareplus {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& b) {
        const Number root = number::sqrt(x * x + b);
        if (x < Number(0)) return b / (Number(2) * (root - x));
        return (x + root) / Number(2);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& b) {
        const Number root = number::sqrt(x * x + b);
        if (x < Number(0)) return b / (Number(2) * root * (root - x));
        return (Number(1) + x / root) / Number(2);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& b) {
        if (!(y > Number(0))) return Number(0);
        return Number(1) / (Number(1) + b / (Number(4) * y * y));
    }
};

}  // namespace softknee_reference::activations
