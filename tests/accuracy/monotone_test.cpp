// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "parameters.hpp"
#include "reference_pass.hpp"
#include "sweep.hpp"
#include "ulp.hpp"

using softknee::dtype;
using softknee::pass;
using softknee_accuracy::decode;
using softknee_accuracy::format_of;

namespace {

/// All finite numbers of a 16-bit type, from the lowest to the highest.
std::vector<std::uint16_t> ascending_numbers(dtype type) {
    const auto format = format_of(type);
    std::vector<std::uint16_t> result;
    for (std::uint64_t i = format.infinity(); i-- > 0;)
        result.push_back(static_cast<std::uint16_t>(format.sign_bit() | i));
    for (std::uint64_t i = 0; i < format.infinity(); ++i) result.push_back(static_cast<std::uint16_t>(i));
    return result;
}

bool never_falls(const std::vector<long double>& values) {
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!(values[i - 1] <= values[i])) return false;
    }
    return true;
}

std::vector<long double> computed(const softknee::activation& activation, dtype type,
                                  const std::vector<std::uint16_t>& input) {
    std::vector<std::uint16_t> output(input.size());
    softknee_accuracy::product_evaluator({.activation = activation, .direction = pass::forward, .type = type})(
        input.data(), output.data(), input.size());
    std::vector<long double> result;
    for (const std::uint16_t y : output) result.push_back(decode(type, y));
    return result;
}

/// The reference loses its last digits of 80 bits where a function is flat, so they are not looked at.
std::vector<long double> exact(const softknee::activation& activation, dtype type,
                               const std::vector<std::uint16_t>& input) {
    const auto function = softknee_reference::find(softknee::name_of(activation))->extended.forward;
    const auto parameters = softknee_accuracy::rounded_parameters(activation, type);
    std::vector<long double> result;
    for (const std::uint16_t x : input) {
        result.push_back(static_cast<double>(function(decode(type, x), parameters.data())));
    }
    return result;
}

std::vector<softknee::activation> all_parameter_sets() {
    std::vector<softknee::activation> result;
    for (const auto& information : softknee::catalogue()) {
        result.push_back(information.default_activation);
        for (const auto& activation : softknee_accuracy::further_parameter_sets(information)) {
            result.push_back(activation);
        }
    }
    return result;
}

}  // namespace

TEST(a_function_that_never_falls, has_results_that_never_fall) {
    for (const dtype type : {dtype::float16, dtype::bfloat16}) {
        const auto input = ascending_numbers(type);
        int found = 0;
        for (const auto& activation : all_parameter_sets()) {
            if (!never_falls(exact(activation, type, input))) continue;
            ++found;
            EXPECT_TRUE(never_falls(computed(activation, type, input)))
                << softknee::format(activation) << " " << softknee::name_of(type);
        }
        // gelu, silu and their like fall; most others do not.
        EXPECT_GT(found, 40);
    }
}
