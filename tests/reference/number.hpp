// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <type_traits>

#include "mpfr_number.hpp"

/// What the definitions of activations are written with: elementary functions and constants of a number type, which is
/// `double`, `long double` or `mpfr_number`. Called with their namespace, since activations share names with them
/// (tanh).
namespace softknee_reference::number {

template <class Number>
Number abs(const Number& a) {
    using std::abs;
    return abs(a);
}
template <class Number>
Number sqrt(const Number& a) {
    using std::sqrt;
    return sqrt(a);
}
template <class Number>
Number exp(const Number& a) {
    using std::exp;
    return exp(a);
}
template <class Number>
Number expm1(const Number& a) {
    using std::expm1;
    return expm1(a);
}
template <class Number>
Number log1p(const Number& a) {
    using std::log1p;
    return log1p(a);
}
template <class Number>
Number tanh(const Number& a) {
    using std::tanh;
    return tanh(a);
}
template <class Number>
Number cosh(const Number& a) {
    using std::cosh;
    return cosh(a);
}
template <class Number>
Number erfc(const Number& a) {
    using std::erfc;
    return erfc(a);
}

template <class Number>
Number pi() {
    if constexpr (std::is_same_v<Number, mpfr_number>) {
        return mpfr_number::pi();
    } else {
        return std::numbers::pi_v<Number>;
    }
}

/// The characters of a decimal constant, as a template argument.
template <std::size_t Size>
struct decimal_text {
    char characters[Size];
    constexpr decimal_text(const char (&text)[Size]) {
        for (std::size_t i = 0; i < Size; ++i) characters[i] = text[i];
    }
};

/// The real number that the text denotes, to the full precision of the type.
template <class Number, decimal_text Text>
Number decimal() {
    if constexpr (std::is_same_v<Number, mpfr_number>) {
        return mpfr_number(Text.characters);
    } else {
        static const auto value = static_cast<Number>(std::strtold(Text.characters, nullptr));
        return value;
    }
}

/// 1 / (1 + e^-x)
template <class Number>
Number sigmoid(const Number& x) {
    return Number(1) / (Number(1) + exp(-x));
}

/// sigmoid(x) sigmoid(-x), the derivative of sigmoid. It is even, and for x >= 0 nothing overflows.
template <class Number>
Number sigmoid_derivative(const Number& x) {
    const Number decay = exp(-abs(x));
    const Number sum = Number(1) + decay;
    return decay / (sum * sum);
}

/// 1 / cosh^2 x = 4 sigmoid'(2x), the derivative of tanh.
template <class Number>
Number sech_squared(const Number& x) {
    return Number(4) * sigmoid_derivative(Number(2) * x);
}

}  // namespace softknee_reference::number
