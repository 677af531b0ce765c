// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = 0 for |x| <= lambda, x - lambda above it, x + lambda below.
struct soft_shrink {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& lambda) {
        if (x > lambda) return x - lambda;
        return x < -lambda ? x + lambda : Number(0);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& lambda) {
        return number::abs(x) > lambda ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number&) {
        return y == Number(0) ? Number(0) : Number(1);
    }
};

}  // namespace softknee_reference::activations
