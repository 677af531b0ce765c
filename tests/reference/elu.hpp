// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Clevert, Unterthiner and Hochreiter, arXiv:1511.07289: y = x for x > 0, alpha (e^x - 1) elsewhere.
struct elu {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& alpha) {
        return x > Number(0) ? x : alpha * number::expm1(x);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& alpha) {
        return x > Number(0) ? Number(1) : alpha * number::exp(x);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& alpha) {
        if (y > Number(0)) return Number(1);
        return y > -alpha ? y + alpha : Number(0);
    }
};

}  // namespace softknee_reference::activations
