// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// Courbariaux, Bengio and David, arXiv:1511.00363: y = min(max(a x + b, 0), 1).
struct hard_sigmoid {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& a, const Number& b) {
        const Number line = a * x + b;
        if (!(line > Number(0))) return Number(0);
        return line < Number(1) ? line : Number(1);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& a, const Number& b) {
        const Number line = a * x + b;
        return line > Number(0) && line < Number(1) ? a : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& a, const Number&) {
        return y > Number(0) && y < Number(1) ? a : Number(0);
    }
};

}  // namespace softknee_reference::activations
