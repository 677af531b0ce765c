// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// y = x
struct identity {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x;
    }

    template <class Number>
    static Number derivative(const Number&) {
        return Number(1);
    }

    template <class Number>
    static Number derivative_from_output(const Number&) {
        return Number(1);
    }
};

}  // namespace softknee_reference::activations
