// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// Shamir and Lin, arXiv:2202.06499: y = (x + beta)^2 / (4 beta) for |x| <= beta, 0 below, x above.
struct smelu {
    static constexpr int parameters = 1;

    template <class Number>
    static Number forward(const Number& x, const Number& beta) {
        if (x <= -beta) return Number(0);
        if (x >= beta) return x;
        return (x + beta) * (x + beta) / (Number(4) * beta);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& beta) {
        if (x <= -beta) return Number(0);
        if (x >= beta) return Number(1);
        return (x + beta) / (Number(2) * beta);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& beta) {
        if (!(y > Number(0))) return Number(0);
        return y < beta ? number::sqrt(y / beta) : Number(1);
    }
};

}  // namespace softknee_reference::activations
