// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "mpfr_number.hpp"

/// The definitions of the activations, written independently of softknee: from plain numbers, in plain mathematics.
namespace softknee_reference {

/// One activation in one number type. `parameters` points to as many numbers as the activation has.
template <class Number>
struct functions_of {
    using function = Number (*)(const Number& argument, const double* parameters);

    function forward;
    function derivative;
    /// The derivative as a function of y, taken as the nearest value that the activation has; null where y does not
    /// determine it for any parameters.
    function derivative_from_output;
};

/// One activation. Results are rounded to nothing but the number type.
///
/// `quick` is double: every elementary function of the platform's libm is within a few units of it, and a formula loses
/// no more of its digits than in 80 bits. `extended` is x87's 80-bit format: for inputs of 32 bits and fewer the
/// relative error is below 2^-52 in the forward pass and 2^-48 in a derivative, but where a derivative is next to a
/// root. `exact` has the precision that is current, and loses none of it but there.
struct functions {
    std::string_view name;
    int parameters;
    functions_of<double> quick;
    functions_of<long double> extended;
    functions_of<mpfr_number> exact;
};

/// The activation of this name, or null.
const functions* find(std::string_view name);

/// All activations, by name.
std::span<const functions> all();

}  // namespace softknee_reference
