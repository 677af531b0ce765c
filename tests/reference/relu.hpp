// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// Nair and Hinton, ICML 2010: y = max(x, 0); the derivative at 0 is 0.
struct relu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x > Number(0) ? x : Number(0);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return x > Number(0) ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        return y > Number(0) ? Number(1) : Number(0);
    }
};

}  // namespace softknee_reference::activations
