// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace CLI {
class App;
}

namespace softknee::tool {

inline constexpr pass all_directions[] = {pass::forward, pass::backward_from_input, pass::backward_from_output};

/// What the command line selects; an empty list selects everything.
struct selection_options {
    std::vector<std::string> activations;
    std::vector<std::string> directions;
    std::vector<std::string> dtypes;
};

void add_selection_options(CLI::App& parser, selection_options& options);

/// One thing to check or to measure.
struct selected_case {
    softknee::activation activation;
    pass direction;
    dtype type;
};

/// All combinations that exist: no backward pass from the output where that does not determine the derivative.
/// @throws usage_error for an unknown direction or dtype, or if nothing is left; parse_error and parameter_error for an
///         activation
std::vector<selected_case> selected_cases(const selection_options& options);

}  // namespace softknee::tool
