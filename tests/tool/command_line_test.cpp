// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <host/device/device_runtime.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/execution.hpp>

#include "tool_run.hpp"

namespace {

TEST(command_line, version_and_help_succeed_on_standard_output) {
    const auto version = run_tool({"--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_EQ(version.out.rfind("softknee ", 0), 0u) << version.out;
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                                           {"list", "--help"},
                                                                                           {"info", "--help"},
                                                                                           {"apply", "--help"},
                                                                                           {"check", "--help"},
                                                                                           {"products", "--help"},
                                                                                           {"bench", "--help"}}) {
        const auto help = run_tool(arguments);
        EXPECT_EQ(help.status, 0);
        EXPECT_NE(help.out.find("Usage: softknee"), std::string::npos) << help.out;
        EXPECT_EQ(help.err, "");
    }
}

struct refused_case {
    std::vector<std::string> arguments;
    std::string message;
};

void PrintTo(const refused_case& refused, std::ostream* out) {
    for (const auto& argument : refused.arguments) *out << argument << ' ';
}

class refused_command_line : public testing::TestWithParam<refused_case> {};

TEST_P(refused_command_line, exits_with_2_and_says_why) {
    const auto result = run_tool(GetParam().arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(result.err.starts_with("softknee: ")) << result.err;
    EXPECT_NE(result.err.find(GetParam().message), std::string::npos) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    all, refused_command_line,
    testing::Values(refused_case{{}, "got no command"}, refused_case{{"frobnicate"}, "frobnicate"},
                    refused_case{{"list", "--yaml"}, "--yaml"}, refused_case{{"list", "relu"}, "relu"},
                    refused_case{{"check", "--activation", "selfie"}, "selfie"},
                    refused_case{{"check", "--cpu", "--dtype", "float8"},
                                 "--dtype: got \"float8\", expected one of float16, bfloat16, float32, float64"},
                    refused_case{{"check", "--cpu", "--direction", "sideways"}, "--direction: got \"sideways\""},
                    refused_case{{"check", "--cpu", "--activation", "gelu", "--direction", "backward_from_output"},
                                 "the selection is empty"},
                    refused_case{{"check", "--cpu", "--device"}, "--cpu"},
                    refused_case{{"check", "--json", "--markdown"}, "--markdown"},
                    refused_case{{"products", "--dtype", "float32"}, "the selection has no backward pass in float16"},
                    refused_case{{"products", "--direction", "forward"}, "the selection has no backward pass"},
                    refused_case{{"bench", "--cpu", "--activation", "elu(beta=1)"}, "beta"},
                    refused_case{{"bench", "--cpu", "--count", "0"}, "--count"},
                    refused_case{{"bench", "--cpu", "--count", "many"}, "--count"},
                    refused_case{{"bench", "--cpu", "--members", "0"}, "--members"},
                    refused_case{{"bench", "--cpu", "--seconds", "-1"}, "--seconds"},
                    refused_case{{"bench", "--cpu", "--cache", "warm"}, "--cache: got \"warm\", expected cold or hot"},
                    refused_case{{"bench-channelwise", "--cpu", "--learnable", "relu"},
                                 "--learnable: got \"relu\", expected one of prelu, "},
                    refused_case{{"bench-channelwise", "--cpu", "--biased", "prelu"}, "prelu"},
                    refused_case{{"bench-channelwise", "--cpu", "--direction", "backward_from_output"}, "--direction"},
                    refused_case{{"bench-channelwise", "--cpu", "--shape", "N"}, "--shape: got \"N\""},
                    refused_case{{"bench-channelwise", "--cpu", "--shape", "3x4"}, "--shape: got \"3x4\""},
                    refused_case{{"bench-channelwise", "--cpu", "--shape", "NxN"}, "--shape: got \"NxN\""},
                    refused_case{{"bench-channelwise", "--cpu", "--shape", "Nx0"}, "--shape: got \"Nx0\""},
                    refused_case{{"bench-channelwise", "--cpu", "--shape", "Nx3x"}, "--shape: got \"Nx3x\""}));

TEST(command_line, the_device_is_refused_where_there_is_none) {
    if (softknee::host::device_count() > 0) GTEST_SKIP() << "there is a device";
    EXPECT_EQ(run_tool({"check", "--device"}).status, 2);
    EXPECT_EQ(run_tool({"bench", "--device"}).status, 2);
}

TEST(info, as_json_it_names_the_instruction_sets_and_devices_of_this_machine) {
    const auto result = run_tool({"info", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto information = nlohmann::json::parse(result.out);
    std::vector<std::string> sets;
    for (const auto set : softknee::available_instruction_sets()) sets.emplace_back(name_of(set));
    EXPECT_EQ(information.at("instruction_sets").get<std::vector<std::string>>(), sets);
    EXPECT_EQ(information.at("devices").size(), static_cast<std::size_t>(softknee::host::device_count()));
    EXPECT_EQ(information.at("cuda").is_null(), !softknee::host::built_with_cuda());
    EXPECT_EQ("softknee " + information.at("version").get<std::string>() + "\n", run_tool({"--version"}).out);
    EXPECT_NE(information.at("compiler").get<std::string>().find('.'), std::string::npos);
}

TEST(info, for_people_it_says_the_same) {
    const auto result = run_tool({"info"});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_NE(result.out.find("instruction sets  baseline"), std::string::npos) << result.out;
}

TEST(bench, has_a_row_for_each_pass_and_dtype_with_the_bytes_it_moves) {
    const auto result = run_tool({"bench", "--cpu", "--activation", "relu", "--count", "1001", "--seconds", "0.001",
                                  "--threads", "1", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto report = nlohmann::json::parse(result.out);
    EXPECT_EQ(report.at("rows").size(), 3u * 4);
    for (const auto& row : report.at("rows")) {
        const int element_bytes = row.at("dtype") == "float64" ? 8 : row.at("dtype") == "float32" ? 4 : 2;
        EXPECT_EQ(row.at("read_bytes"), (row.at("direction") == "forward" ? 1 : 2) * 1001 * element_bytes);
        EXPECT_EQ(row.at("written_bytes"), 1001 * element_bytes);
        EXPECT_GE(row.at("samples"), 5);
        EXPECT_GT(row.at("ceiling_fraction"), 0);
    }
}

TEST(bench, has_rows_for_every_count_and_says_which_are_left_out) {
    const auto result =
        run_tool({"bench", "--cpu", "--activation", "relu", "--dtype", "float32", "--direction", "forward", "--count",
                  "1", "--count", "300", "--cache", "hot", "--cache", "cold", "--seconds", "0.001", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto report = nlohmann::json::parse(result.out);
    ASSERT_EQ(report.at("rows").size(), 2u);
    EXPECT_EQ(report.at("rows")[0].at("count"), 1);
    EXPECT_EQ(report.at("rows")[1].at("count"), 300);
    EXPECT_EQ(report.at("rows")[1].at("cache"), "hot");
    ASSERT_EQ(report.at("ceilings").size(), 2u);
    EXPECT_EQ(report.at("ceilings")[0].at("name"), "memcpy");
    EXPECT_NE(result.err.find("left out 1 rows: bench: cache: got cold"), std::string::npos) << result.err;
}

TEST(bench, times_a_list_beside_a_call_for_each_member) {
    const auto result = run_tool({"bench", "--cpu", "--activation", "elu", "--dtype", "float16", "--count", "1001",
                                  "--members", "10", "--seconds", "0.001", "--threads", "1", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = nlohmann::json::parse(result.out).at("rows");
    ASSERT_EQ(rows.size(), 3u);
    for (const auto& row : rows) {
        EXPECT_EQ(row.at("members"), "10");
        EXPECT_EQ(row.at("written_bytes"), 2 * 1001);
        EXPECT_GT(row.at("peers").at("a call for each").at("median_s"), 0);
    }
}

TEST(bench_channelwise, has_a_row_for_each_shape_with_the_parameters_among_the_bytes) {
    const auto result = run_tool({"bench-channelwise", "--cpu", "--learnable", "pelu", "--biased", "elu(alpha=0.5)",
                                  "--dtype", "float32", "--shape", "Nx3", "--shape", "2xNx7x7", "--count", "1000",
                                  "--seconds", "0.001", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto rows = nlohmann::json::parse(result.out).at("rows");
    ASSERT_EQ(rows.size(), 2u * 2 * 2);
    for (const auto& row : rows) {
        const bool last = row.at("shape") == "333x3";
        EXPECT_EQ(row.at("shape"), last ? "333x3" : "2x10x7x7");
        const int tensor = 4 * (last ? 999 : 980);
        const int parameters = (row.at("activation") == "pelu" ? 2 : 1) * 4 * (last ? 3 : 10);
        const bool forward = row.at("direction") == "forward";
        EXPECT_EQ(row.at("read_bytes"), (forward ? 1 : 2) * tensor + parameters);
        EXPECT_EQ(row.at("written_bytes"), tensor + (forward ? 0 : parameters));
        EXPECT_GT(row.at("ceiling_fraction"), 0);
    }
    EXPECT_EQ(rows[2].at("activation"), "elu(alpha=0.5) of x + bias");
}

}  // namespace
