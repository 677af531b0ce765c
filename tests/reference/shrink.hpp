// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "number.hpp"

namespace softknee_reference::activations {

/// ONNX Shrink: y = x - bias for x > lambda, x + bias for x < -lambda, 0 elsewhere. With bias <= lambda only the
/// elements between give 0.
struct shrink {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& lambda, const Number& bias) {
        if (x > lambda) return x - bias;
        return x < -lambda ? x + bias : Number(0);
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& lambda, const Number&) {
        return number::abs(x) > lambda ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number&, const Number&) {
        return y == Number(0) ? Number(0) : Number(1);
    }
};

}  // namespace softknee_reference::activations
