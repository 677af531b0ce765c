// SPDX-License-Identifier: Apache-2.0
#include "parameters.hpp"

#include <array>
#include <string>

#include <softknee/error.hpp>

#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

double rounded(double value, softknee::dtype type) {
    return static_cast<double>(decode(type, round_to(type, static_cast<long double>(value)).bits));
}

softknee::dtype compute_type(softknee::dtype type) {
    return type == softknee::dtype::float64 ? type : softknee::dtype::float32;
}

/// The value of parameter `index` in set `set`: 0 rises and 1 falls from one parameter to the next, 2 is of the other
/// sign where the range allows it.
double value_in_range(softknee::parameter_range range, int set, int index) {
    const std::array<double, 3> values = {0.3 + 0.9 * index, 2.25 / (1 + index), -1.7 + 1.1 * index};
    const double value = values[static_cast<std::size_t>(set)];
    const bool negative_allowed =
        range == softknee::parameter_range::any || range == softknee::parameter_range::not_zero;
    return value < 0 && !negative_allowed ? -value : value;
}

/// With the values of a set in the order of the parameters, or backwards: clip's have to rise.
softknee::activation with_values(const softknee::activation& activation, int set, bool backwards) {
    return std::visit(
        [=]<class Activation>(Activation concrete) -> softknee::activation {
            constexpr int count = static_cast<int>(softknee::parameter_count<Activation>);
            if constexpr (count > 0) {
                int index = backwards ? count - 1 : 0;
                for (const auto& p : Activation::parameters()) {
                    concrete.*p.member = value_in_range(p.range, set, index);
                    index += backwards ? -1 : 1;
                }
            }
            return concrete;
        },
        activation);
}

bool is_valid(const softknee::activation& activation) {
    try {
        softknee::validate(activation);
        return true;
    } catch (const softknee::parameter_error&) {
        return false;
    }
}

}  // namespace

std::vector<double> rounded_parameters(const softknee::activation& activation, softknee::dtype type) {
    return std::visit(
        [type]<class Activation>(const Activation& concrete) {
            std::vector<double> result;
            if constexpr (softknee::parameter_count < Activation >> 0) {
                for (const auto& p : Activation::parameters()) {
                    const bool storage = p.rounding == softknee::parameter_rounding::to_storage_type;
                    result.push_back(rounded(concrete.*p.member, storage ? type : compute_type(type)));
                }
            }
            return result;
        },
        activation);
}

std::vector<softknee::activation> further_parameter_sets(const softknee::activation_information& information) {
    std::vector<softknee::activation> result;
    if (information.parameters.empty()) return result;
    for (int set = 0; set < 3; ++set) {
        const softknee::activation forwards = with_values(information.default_activation, set, false);
        result.push_back(is_valid(forwards) ? forwards : with_values(information.default_activation, set, true));
    }
    return result;
}

std::vector<softknee::pass> passes_of(const softknee::activation& activation) {
    std::vector<softknee::pass> result = {softknee::pass::forward};
    if (softknee::determines_derivative(activation, softknee::saved_kind::input)) {
        result.push_back(softknee::pass::backward_from_input);
    }
    if (softknee::determines_derivative(activation, softknee::saved_kind::output)) {
        result.push_back(softknee::pass::backward_from_output);
    }
    return result;
}

}  // namespace softknee_accuracy
