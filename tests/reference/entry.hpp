// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "reference.hpp"

/// From the struct of an activation's file to its entry in the table of all.
namespace softknee_reference {

template <class Activation, class Number, std::size_t... I>
functions_of<Number> functions_in(std::index_sequence<I...>) {
    functions_of<Number> result{};
    result.forward = [](const Number& x, [[maybe_unused]] const double* p) {
        return Activation::template forward<Number>(x, Number(p[I])...);
    };
    result.derivative = [](const Number& x, [[maybe_unused]] const double* p) {
        return Activation::template derivative<Number>(x, Number(p[I])...);
    };
    if constexpr (requires(const Number& y) {
                      Activation::template derivative_from_output<Number>(y, ((void)I, y)...);
                  }) {
        result.derivative_from_output = [](const Number& y, [[maybe_unused]] const double* p) {
            return Activation::template derivative_from_output<Number>(y, Number(p[I])...);
        };
    }
    return result;
}

template <class Activation>
functions entry(std::string_view name) {
    constexpr auto indices = std::make_index_sequence<Activation::parameters>();
    return {name, Activation::parameters, functions_in<Activation, double>(indices),
            functions_in<Activation, long double>(indices), functions_in<Activation, mpfr_number>(indices)};
}

}  // namespace softknee_reference
