// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// y = 0 for |x| <= lambda, x elsewhere.
struct hard_shrink {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& lambda) {
        return number::abs(x) > lambda ? x : Number(0);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& lambda) {
        return number::abs(x) > lambda ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& lambda) {
        return number::abs(y) > lambda ? Number(1) : Number(0);
    }
};

}  // namespace softknee_reference::activations
