// SPDX-License-Identifier: Apache-2.0
#include "sweep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "bounds.hpp"
#include "known_misroundings.hpp"
#include "markdown_row.hpp"
#include "parameters.hpp"
#include "ulp.hpp"

using softknee::dtype;
using softknee_accuracy::sweep_request;
using softknee_accuracy::sweep_row;

namespace softknee_accuracy {

/// How a failing case is printed.
static void PrintTo(const sweep_request& request, std::ostream* out) {
    *out << softknee::format(request.activation) << " " << name_of(request.direction) << " "
         << softknee::name_of(request.type);
}

}  // namespace softknee_accuracy

namespace {

/// A prime, so that further parameters are seen at other significands than the defaults.
constexpr std::uint64_t further_stride = 65537;

void add_cases(std::vector<sweep_request>& cases, const softknee::activation& activation, std::uint64_t stride) {
    for (const softknee::pass direction : softknee_accuracy::passes_of(activation)) {
        for (const dtype type : softknee::all_dtypes) cases.push_back({activation, direction, type, stride});
    }
}

std::vector<sweep_request> default_cases() {
    std::vector<sweep_request> cases;
    for (const auto& information : softknee::catalogue()) {
        add_cases(cases, information.default_activation, softknee_accuracy::default_stride);
    }
    return cases;
}

std::vector<sweep_request> further_cases() {
    std::vector<sweep_request> cases;
    for (const auto& information : softknee::catalogue()) {
        for (const auto& activation : softknee_accuracy::further_parameter_sets(information)) {
            add_cases(cases, activation, further_stride);
        }
    }
    return cases;
}

/// "elu(alpha=0.5) forward float16" as a name of letters, digits and underscores.
std::string test_name(const ::testing::TestParamInfo<sweep_request>& tested) {
    std::ostringstream text;
    PrintTo(tested.param, &text);
    std::string name = text.str();
    for (char& c : name) {
        if (c == '-') c = 'm';
        if (c == '.') c = 'p';
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    return name;
}

class exact_function : public ::testing::TestWithParam<sweep_request> {};

}  // namespace

namespace {

const std::string& accuracy_table() {
    static const std::string text = [] {
        std::ifstream in(SOFTKNEE_ACCURACY_TABLE);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }();
    return text;
}

bool is_default(const sweep_row& row) {
    return std::ranges::any_of(softknee::catalogue(), [&](const auto& information) {
        return softknee::format(information.default_activation) == row.activation;
    });
}

}  // namespace

TEST_P(exact_function, is_met_within_the_bound_at_every_input) {
    const sweep_row row = softknee_accuracy::sweep(GetParam());
    const auto worst = static_cast<double>(softknee_accuracy::decode(row.type, row.worst_input_bits));
    RecordProperty("maximum_ulp", std::to_string(row.maximum_ulp));
    RecordProperty("misrounded", std::to_string(row.misrounded));
    EXPECT_LE(row.maximum_ulp, softknee_accuracy::bound(row.type))
        << "at " << worst << ", bits " << row.worst_input_bits;
    if (softknee::size_of(row.type) == 2) {
        const auto known = softknee_accuracy::known_misrounded(row.activation, row.direction, row.type);
        EXPECT_EQ(row.misrounded, is_default(row) ? 0 : known);
    }
    EXPECT_EQ(row.false_zeros, 0u);
    EXPECT_EQ(row.wrong_signs, 0u);
    EXPECT_EQ(row.nans, 0u);
    EXPECT_EQ(row.reference_faults, 0u);
    EXPECT_GT(row.inputs, 2000u);
    if (is_default(row)) {
        EXPECT_NE(accuracy_table().find(softknee_accuracy::markdown_row(row)), std::string::npos)
            << "docs/accuracy.md is not up to date, see there; measured: " << softknee_accuracy::markdown_row(row);
    }
}

INSTANTIATE_TEST_SUITE_P(default_parameters, exact_function, ::testing::ValuesIn(default_cases()), test_name);
INSTANTIATE_TEST_SUITE_P(further_parameters, exact_function, ::testing::ValuesIn(further_cases()), test_name);

TEST(further_parameter_sets, give_every_activation_with_parameters_three) {
    for (const auto& information : softknee::catalogue()) {
        const auto sets = softknee_accuracy::further_parameter_sets(information);
        EXPECT_EQ(sets.size(), information.parameters.empty() ? 0u : 3u) << information.description.name;
        for (const auto& activation : sets) EXPECT_NO_THROW(softknee::validate(activation));
    }
}
