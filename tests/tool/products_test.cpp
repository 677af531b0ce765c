// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tool_run.hpp"

namespace {

TEST(products, of_relu_are_exact) {
    const auto result = run_tool({"products", "--activation", "relu", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto report = nlohmann::json::parse(result.out);
    EXPECT_EQ(report.at("passed"), true);
    // From the input and from the output, in two types.
    ASSERT_EQ(report.at("rows").size(), 4u);
    for (const auto& row : report.at("rows")) {
        EXPECT_GT(row.at("pairs"), 1000000);
        EXPECT_EQ(row.at("maximum_ulp"), 0);
        EXPECT_EQ(row.at("nans"), 0);
    }
}

TEST(products, for_people_are_a_row_each) {
    const auto result = run_tool(
        {"products", "--activation", "leaky_relu", "--dtype", "bfloat16", "--direction", "backward_from_input"});
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_NE(result.out.find("leaky_relu"), std::string::npos);
    EXPECT_NE(result.out.find("ok"), std::string::npos);
}

}  // namespace
