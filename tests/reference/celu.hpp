// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Barron, arXiv:1704.07483: y = x for x > 0, alpha (e^(x / alpha) - 1) elsewhere.
struct celu {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& alpha) {
        return x > Number(0) ? x : alpha * number::expm1(x / alpha);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& alpha) {
        return x > Number(0) ? Number(1) : number::exp(x / alpha);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& alpha) {
        if (y > Number(0)) return Number(1);
        const Number decay = (alpha + y) / alpha;
        return decay > Number(0) ? decay : Number(0);
    }
};

}  // namespace softknee_reference::activations
