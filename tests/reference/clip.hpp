// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// y = min(max(x, lo), hi); the derivative is 0 at both ends.
struct clip {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& lo, const Number& hi) {
        const Number raised = x > lo ? x : lo;
        return raised < hi ? raised : hi;
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& lo, const Number& hi) {
        return x > lo && x < hi ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& lo, const Number& hi) {
        return y > lo && y < hi ? Number(1) : Number(0);
    }
};

}  // namespace softknee_reference::activations
