// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <reference/reference.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

/// What the reference has for a pass; null if nothing.
template <class Number>
typename softknee_reference::functions_of<Number>::function function_of(
    const softknee_reference::functions_of<Number>& functions, softknee::pass direction) {
    switch (direction) {
        case softknee::pass::forward:
            return functions.forward;
        case softknee::pass::backward_from_input:
            return functions.derivative;
        case softknee::pass::backward_from_output:
            return functions.derivative_from_output;
    }
    return nullptr;
}

}  // namespace softknee_accuracy
