// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <accuracy/number_format.hpp>
#include <accuracy/parameters.hpp>
#include <accuracy/reference_pass.hpp>
#include <accuracy/truth.hpp>
#include <reference/reference.hpp>
#include <stdexcept>

namespace softknee_coefficients {
namespace {

constexpr std::uint64_t inputs = 65536;

target make_target(const softknee_reference::functions& reference, const softknee::activation& activation,
                   softknee::pass direction, softknee::dtype type) {
    const std::vector<double> parameters = softknee_accuracy::rounded_parameters(activation, type);
    const softknee_accuracy::truth exact(reference, direction, type, parameters);
    const auto value = softknee_accuracy::function_of(reference.extended, direction);
    const softknee_accuracy::number_format format = softknee_accuracy::format_of(type);
    const bool derivative = direction != softknee::pass::forward;
    target result;
    result.name = softknee::format(activation) + " " + std::string(softknee::name_of(direction));
    result.parameters.assign(parameters.begin(), parameters.end());
    if (derivative) {
        result.closeness = "with a product beyond 0.501 ULP";
    } else if (!parameters.empty()) {
        result.closeness = "farther from the exact result than 0.0008 ULP";
    }
    for (std::uint64_t input = 0; input < inputs; ++input) {
        demand each;
        if (!format.is_nan(input) && !format.is_infinite(input)) {
            each.rounded = make_rounding_interval(type, static_cast<std::uint16_t>(exact.rounded_result(input)));
            const auto near = static_cast<double>(value(softknee_accuracy::decode(type, input), parameters.data()));
            if (derivative) {
                each.close = make_product_interval(type, near);
            } else if (!parameters.empty() && !each.rounded.contains(0)) {
                each.close = make_distance_interval(type, near);
            }
        }
        result.demands.push_back(each);
    }
    return result;
}

}  // namespace

std::vector<target> make_targets(const std::string& activation, softknee::pass direction, softknee::dtype type) {
    const softknee_reference::functions* const reference = softknee_reference::find(activation);
    for (const softknee::activation_information& information : softknee::catalogue()) {
        if (reference == nullptr || information.description.name != activation) continue;
        std::vector<target> result{make_target(*reference, information.default_activation, direction, type)};
        if (!information.parameters.empty()) result.front().weight = default_weight;
        for (const softknee::activation& further : softknee_accuracy::further_parameter_sets(information)) {
            result.push_back(make_target(*reference, further, direction, type));
        }
        return result;
    }
    throw std::invalid_argument("there is no activation " + activation);
}

}  // namespace softknee_coefficients
