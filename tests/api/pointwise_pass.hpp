// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <softknee/evaluate.hpp>
#include <softknee/pointwise.hpp>

/// Forward and both backward passes behind one function, so that a test over all of them is written once.
namespace softknee::test {

/// The passes that exist for this activation and its parameters.
inline std::vector<pass> passes_of(const activation& activation) {
    std::vector<pass> passes{pass::forward, pass::backward_from_input};
    if (determines_derivative(activation, saved_kind::output)) passes.push_back(pass::backward_from_output);
    return passes;
}

inline saved_tensor saved_from(saved_kind kind, const const_tensor_view& view) {
    switch (kind) {
        case saved_kind::nothing:
            return from_nothing();
        case saved_kind::input:
            return from_input(view);
        case saved_kind::output:
            return from_output(view);
    }
    return from_nothing();
}

/// y or dx from `input`, which is x or the saved tensor; the forward pass does not look at dy.
/// @param where  a stream or a host_execution
template <class Where = stream_ref>
void run_pass(const activation& activation, pass direction, const const_tensor_view& input, const const_tensor_view& dy,
              const tensor_view& output, const Where& where = {}) {
    if (direction == pass::forward) {
        forward(activation, input, output, where);
    } else {
        const saved_kind kind = direction == pass::backward_from_output ? saved_kind::output : saved_kind::input;
        backward(activation, saved_from(kind, input), dy, output, where);
    }
}

}  // namespace softknee::test
