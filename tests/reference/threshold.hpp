// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_reference::activations {

/// y = x for x > t, v elsewhere. With v <= t, y > t says that x was above t.
struct threshold {
    static constexpr int parameters = 2;

    template <class Number>
    static Number forward(const Number& x, const Number& t, const Number& v) {
        return x > t ? x : v;
    }

    template <class Number>
    static Number derivative(const Number& x, const Number& t, const Number&) {
        return x > t ? Number(1) : Number(0);
    }

    template <class Number>
    static Number derivative_from_output(const Number& y, const Number& t, const Number&) {
        return y > t ? Number(1) : Number(0);
    }
};

}  // namespace softknee_reference::activations
