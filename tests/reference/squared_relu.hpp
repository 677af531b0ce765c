// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// So et al., arXiv:2109.08668: y = max(x, 0)^2.
struct squared_relu {
    static constexpr int parameters = 0;

    template <class Number>
    static Number forward(const Number& x) {
        return x > Number(0) ? x * x : Number(0);
    }

    template <class Number>
    static Number derivative(const Number& x) {
        return x > Number(0) ? Number(2) * x : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y) {
        return y > Number(0) ? Number(2) * number::sqrt(y) : Number(0);
    }
};

}  // namespace softknee_reference::activations
