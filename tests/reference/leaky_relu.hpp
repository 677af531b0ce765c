// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// Maas, Hannun and Ng, ICML 2013: y = x for x > 0, negative_slope x elsewhere.
struct leaky_relu {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& negative_slope) {
        return x > Number(0) ? x : negative_slope * x;
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& negative_slope) {
        return x > Number(0) ? Number(1) : negative_slope;
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& negative_slope) {
        return y > Number(0) ? Number(1) : negative_slope;
    }
};

}  // namespace softknee_reference::activations
