// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// Howard et al., arXiv:1905.02244: y = x min(max(x + 3, 0), 6) / 6; the derivative is 0 at -3 and 1 at 3.
struct hard_swish {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        const Number raised = x + Number(3);
        const Number gate = raised > Number(0) ? (raised < Number(6) ? raised : Number(6)) : Number(0);
        return x * gate / Number(6);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        if (x <= Number(-3)) return Number(0);
        if (x >= Number(3)) return Number(1);
        return (Number(2) * x + Number(3)) / Number(6);
    }
};

}  // namespace softknee_reference::activations
