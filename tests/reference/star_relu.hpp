// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Yu et al., arXiv:2210.13452: y = s max(x, 0)^2 + c.
struct star_relu {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& s, const Number& c) {
        return (x > Number(0) ? s * x * x : Number(0)) + c;
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& s, const Number&) {
        return x > Number(0) ? Number(2) * s * x : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& s, const Number& c) {
        return y > c ? Number(2) * number::sqrt(s * (y - c)) : Number(0);
    }
};

}  // namespace softknee_reference::activations
