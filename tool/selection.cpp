// SPDX-License-Identifier: Apache-2.0
#include "selection.hpp"

#include <CLI/CLI.hpp>

#include <accuracy/sweep.hpp>

#include "choice.hpp"
#include "command.hpp"

namespace softknee::tool {
namespace {

std::vector<softknee::activation> chosen_activations(const std::vector<std::string>& texts) {
    std::vector<softknee::activation> result;
    for (const auto& text : texts) result.push_back(parse(text));
    if (texts.empty()) {
        for (const auto& information : catalogue()) result.push_back(information.default_activation);
    }
    return result;
}

bool exists(const softknee::activation& activation, pass direction) {
    return direction != pass::backward_from_output || determines_derivative(activation, saved_kind::output);
}

}  // namespace

void add_selection_options(CLI::App& parser, selection_options& options) {
    // Without this a list option takes all arguments that follow it.
    const auto one_each = [](CLI::Option* option) { option->allow_extra_args(false); };
    one_each(parser.add_option("--activation", options.activations,
                               "only this activation, such as \"elu(alpha=0.5)\"; repeat for more"));
    one_each(parser.add_option("--direction", options.directions,
                               "only forward, backward_from_input or backward_from_output; repeat for more"));
    one_each(
        parser.add_option("--dtype", options.dtypes, "only float16, bfloat16, float32 or float64; repeat for more"));
}

std::vector<selected_case> selected_cases(const selection_options& options) {
    const auto activations = chosen_activations(options.activations);
    const auto directions = chosen(options.directions, all_directions, "--direction");
    const auto dtypes = chosen(options.dtypes, all_dtypes, "--dtype");
    std::vector<selected_case> result;
    for (const auto& activation : activations) {
        for (const auto direction : directions) {
            if (!exists(activation, direction)) continue;
            for (const auto type : dtypes) result.push_back({activation, direction, type});
        }
    }
    if (result.empty()) {
        throw usage_error("the selection is empty: the output of none of these activations determines its derivative");
    }
    return result;
}

}  // namespace softknee::tool
