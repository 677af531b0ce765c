// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <accuracy/bounds.hpp>
#include <tool/check_command.hpp>

#include "tool_run.hpp"

namespace {

using softknee::dtype;
using softknee::tool::passes;
using softknee_accuracy::sweep_row;

sweep_row faultless_row() {
    return {.activation = "relu",
            .direction = softknee::pass::forward,
            .type = dtype::float32,
            .inputs = 1,
            .maximum_ulp = softknee_accuracy::bound(dtype::float32)};
}

TEST(check_verdict, an_error_at_the_bound_passes_and_the_next_one_fails) {
    for (const auto type : softknee::all_dtypes) {
        sweep_row row = faultless_row();
        row.type = type;
        row.maximum_ulp = softknee_accuracy::bound(type);
        EXPECT_TRUE(passes(row));
        row.maximum_ulp = std::nextafter(row.maximum_ulp, 100.0);
        EXPECT_FALSE(passes(row));
        row.maximum_ulp = std::numeric_limits<double>::infinity();
        EXPECT_FALSE(passes(row));
        row.maximum_ulp = std::numeric_limits<double>::quiet_NaN();
        EXPECT_FALSE(passes(row));
    }
}

TEST(check_verdict, a_single_fault_of_any_kind_fails) {
    for (const auto count :
         {&sweep_row::false_zeros, &sweep_row::wrong_signs, &sweep_row::nans, &sweep_row::reference_faults}) {
        sweep_row row = faultless_row();
        row.*count = 1;
        EXPECT_FALSE(passes(row));
    }
}

TEST(check_verdict, a_row_that_measured_nothing_fails) {
    sweep_row row = faultless_row();
    row.inputs = 0;
    EXPECT_FALSE(passes(row));
}

TEST(check, passes_on_the_cpu_with_every_16_bit_number_tried) {
    const auto result = run_tool({"check", "--cpu", "--activation", "relu", "--dtype", "float16", "--dtype", "bfloat16",
                                  "--direction", "forward", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto report = nlohmann::json::parse(result.out);
    EXPECT_EQ(report.at("place"), "cpu");
    EXPECT_EQ(report.at("passed"), true);
    ASSERT_EQ(report.at("rows").size(), 2u);
    for (const auto& row : report.at("rows")) {
        // All patterns but the two infinities, which are not measured.
        EXPECT_EQ(row.at("inputs"), 65534);
        EXPECT_EQ(row.at("maximum_ulp"), 0);
        EXPECT_EQ(row.at("misrounded"), 0);
        EXPECT_EQ(row.at("passed"), true);
    }
    EXPECT_EQ(report.at("rows")[0].at("dtype"), "float16");
    EXPECT_EQ(report.at("rows")[1].at("dtype"), "bfloat16");
}

TEST(check, for_people_prints_a_row_for_each_pass_and_a_summary) {
    const auto result = run_tool({"check", "--cpu", "--activation", "elu(alpha=0.5)", "--dtype", "bfloat16"});
    ASSERT_EQ(result.status, 0) << result.err;
    for (const auto* direction : {" forward ", " backward_from_input ", " backward_from_output "}) {
        EXPECT_NE(result.out.find(direction), std::string::npos) << result.out;
    }
    EXPECT_NE(result.out.find("\n3 of 3 passed on the cpu\n"), std::string::npos) << result.out;
}

}  // namespace
