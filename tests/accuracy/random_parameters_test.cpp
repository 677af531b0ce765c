// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <softknee/error.hpp>

#include "bounds.hpp"
#include "number_format.hpp"
#include "parallel_ranges.hpp"
#include "parameters.hpp"
#include "sweep.hpp"
#include "truth.hpp"

using softknee::dtype;
using softknee::pass;
using softknee_accuracy::format_of;

namespace {

constexpr std::uint64_t parameter_sets = 1000;
/// Of the 65,536 inputs each set gets every 16th, beginning at another one.
constexpr std::uint64_t spacing = 16;

bool may_be_negative(softknee::parameter_range range) {
    return range == softknee::parameter_range::any || range == softknee::parameter_range::not_zero;
}

/// Parameters spread over [1/8, 8] by their logarithm, of either sign where that is allowed.
softknee::activation draw(const softknee::activation& model, std::mt19937_64& random) {
    std::uniform_real_distribution<double> exponent(-3, 3);
    softknee::activation drawn = model;
    for (;;) {
        std::visit(
            [&]<class Activation>(Activation& concrete) {
                if constexpr (softknee::parameter_count < Activation >> 0) {
                    for (const auto& p : Activation::parameters()) {
                        const double sign = may_be_negative(p.range) && random() % 2 == 0 ? -1 : 1;
                        concrete.*p.member = sign * std::exp2(exponent(random));
                    }
                }
            },
            drawn);
        try {
            softknee::validate(drawn);
            return drawn;
        } catch (const softknee::parameter_error&) {
            // Bounds in the wrong order, for instance.
        }
    }
}

struct finding {
    double ulp = 0;
    std::uint64_t bad = 0;  ///< false zeros, wrong signs, NaNs
    std::string worst;      ///< the parameters and the pass
    std::uint64_t input = 0;
};

finding measure(const softknee::activation& activation, pass direction, dtype type, std::uint64_t offset) {
    std::vector<std::uint16_t> input;
    for (std::uint64_t bits = offset; bits < 65536; bits += spacing) {
        if (format_of(type).magnitude(bits) < format_of(type).infinity())
            input.push_back(static_cast<std::uint16_t>(bits));
    }
    std::vector<std::uint16_t> output(input.size());
    softknee_accuracy::product_evaluator({.activation = activation, .direction = direction, .type = type})(
        input.data(), output.data(), input.size());
    const softknee_accuracy::truth exact(*softknee_reference::find(softknee::name_of(activation)), direction, type,
                                         softknee_accuracy::rounded_parameters(activation, type));
    finding found;
    for (std::size_t i = 0; i < input.size(); ++i) {
        const auto verdict = exact.judge(input[i], output[i]);
        found.bad += verdict.false_zero || verdict.wrong_sign || verdict.nan;
        if (verdict.ulp <= found.ulp) continue;
        found.ulp = verdict.ulp;
        found.input = input[i];
    }
    found.worst = softknee::format(activation) + " " + std::string(name_of(direction)) + " " +
                  std::string(softknee::name_of(type));
    return found;
}

std::vector<std::string> names_with_parameters() {
    std::vector<std::string> names;
    for (const auto& information : softknee::catalogue()) {
        if (!information.parameters.empty()) names.emplace_back(information.description.name);
    }
    return names;
}

class a_thousand_random_parameter_sets : public ::testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(a_thousand_random_parameter_sets, keep_16_bit_results_within_the_bound) {
    finding worst;
    std::uint64_t bad = 0;
    std::mutex mutex;
    softknee_accuracy::for_each_range(0, parameter_sets, 1, [&](std::uint64_t set, std::uint64_t) {
        std::mt19937_64 random(set + 1);
        const softknee::activation activation = draw(softknee::parse(GetParam()), random);
        for (const pass direction : softknee_accuracy::passes_of(activation)) {
            for (const dtype type : {dtype::float16, dtype::bfloat16}) {
                const finding found = measure(activation, direction, type, set % spacing);
                const std::lock_guard lock(mutex);
                bad += found.bad;
                if (found.ulp > worst.ulp) worst = found;
            }
        }
    });
    EXPECT_LE(worst.ulp, softknee_accuracy::bound(dtype::float16))
        << worst.worst << " at 0x" << std::hex << worst.input;
    EXPECT_EQ(bad, 0u);
}

INSTANTIATE_TEST_SUITE_P(every_activation, a_thousand_random_parameter_sets,
                         ::testing::ValuesIn(names_with_parameters()), [](const auto& tested) { return tested.param; });
