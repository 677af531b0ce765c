// SPDX-License-Identifier: Apache-2.0
#include <tool/check_record.hpp>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <accuracy/fingerprint.hpp>
#include <accuracy/markdown_row.hpp>
#include <accuracy/parameters.hpp>
#include <tool/command.hpp>
#include <tool/recorded_sweep.hpp>

#include "temporary_directory.hpp"
#include "tool_run.hpp"

namespace {

using softknee::tool::check_record;
using softknee::tool::recorded_row;
using softknee::tool::recorded_sweep;
using softknee_accuracy::fingerprint;
using softknee_accuracy::sweep_request;

const sweep_request relu_in_float16{
    .activation = softknee::relu{}, .direction = softknee::pass::forward, .type = softknee::dtype::float16};

/// A row that no sweep would give, so that it is known again.
recorded_row invented_row(std::uint64_t done) {
    return {.row = {.activation = "relu",
                    .direction = softknee::pass::forward,
                    .type = softknee::dtype::float16,
                    .inputs = done,
                    .maximum_ulp = 0.25,
                    .misrounded = 77,
                    .worst_input_bits = 0x3c01},
            .done = done,
            .total = 65536,
            .fingerprint = fingerprint(relu_in_float16)};
}

void ignore(std::uint64_t, std::uint64_t) {}

TEST(check_record, gives_back_what_was_kept_in_the_file) {
    const temporary_directory folder;
    const auto file = folder / "record.json";
    check_record(file).keep(invented_row(65536));
    const auto found = check_record(file).find(relu_in_float16, 65536, fingerprint(relu_in_float16));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->row.activation, "relu");
    EXPECT_EQ(found->row.misrounded, 77u);
    EXPECT_EQ(found->row.maximum_ulp, 0.25);
    EXPECT_EQ(found->row.worst_input_bits, 0x3c01u);
    EXPECT_EQ(found->done, 65536u);
}

TEST(check_record, knows_nothing_of_other_results_inputs_or_passes) {
    const temporary_directory folder;
    check_record record(folder / "record.json");
    record.keep(invented_row(65536));
    const std::uint64_t print = fingerprint(relu_in_float16);
    EXPECT_TRUE(record.find(relu_in_float16, 65536, print));
    EXPECT_FALSE(record.find(relu_in_float16, 65536, print + 1));
    EXPECT_FALSE(record.find(relu_in_float16, 65535, print));
    sweep_request other = relu_in_float16;
    other.direction = softknee::pass::backward_from_input;
    EXPECT_FALSE(record.find(other, 65536, print));
    other = relu_in_float16;
    other.type = softknee::dtype::bfloat16;
    EXPECT_FALSE(record.find(other, 65536, print));
}

TEST(check_record, that_is_complete_is_not_measured_again) {
    const temporary_directory folder;
    check_record record(folder / "record.json");
    record.keep(invented_row(65536));
    EXPECT_EQ(recorded_sweep(relu_in_float16, record, ignore).misrounded, 77u);
}

TEST(check_record, of_an_interrupted_sweep_is_gone_on_with) {
    const temporary_directory folder;
    const auto file = folder / "record.json";
    check_record record(file);
    record.keep(invented_row(65536 - 1000));
    const auto row = recorded_sweep(relu_in_float16, record, ignore);
    // The last thousand patterns are NaNs, which relu passes on.
    EXPECT_EQ(row.inputs, 65536u);
    EXPECT_EQ(row.misrounded, 77u);
    EXPECT_EQ(row.nans, 0u);
    EXPECT_EQ(check_record(file).find(relu_in_float16, 65536, fingerprint(relu_in_float16))->done, 65536u);
}

TEST(check_record, of_other_results_is_measured_anew) {
    const temporary_directory folder;
    check_record record(folder / "record.json");
    recorded_row stale = invented_row(65536);
    ++stale.fingerprint;
    record.keep(stale);
    EXPECT_EQ(recorded_sweep(relu_in_float16, record, ignore).misrounded, 0u);
}

TEST(check_record, is_one_row_per_line_of_json) {
    const temporary_directory folder;
    const auto file = folder / "record.json";
    const auto result = run_tool({"check", "--cpu", "--activation", "relu", "--activation", "tanh", "--direction",
                                  "forward", "--dtype", "float16", "--record", file});
    ASSERT_EQ(result.status, 0) << result.err;
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    const auto rows = nlohmann::json::parse(text.str());
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].at("activation"), "tanh");
    EXPECT_EQ(rows[1].at("done"), 65536);
    EXPECT_EQ(text.str().substr(0, 2), "[\n");
}

TEST(check_record, that_is_none_is_refused_and_kept) {
    const temporary_directory folder;
    const auto file = folder / "notes.txt";
    std::ofstream(file) << "not a record";
    EXPECT_THROW(check_record{file}, softknee::tool::usage_error);
    const auto result = run_tool({"check", "--cpu", "--activation", "relu", "--record", file});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find("notes.txt"), std::string::npos) << result.err;
    std::ifstream in(file);
    std::string text;
    std::getline(in, text);
    EXPECT_EQ(text, "not a record");
}

TEST(check_record, in_the_documentation_has_every_pass_as_it_is_now_and_is_what_the_text_says) {
    const check_record record(SOFTKNEE_ACCURACY_RECORD);
    std::ifstream in(SOFTKNEE_ACCURACY_TABLE);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    std::size_t passes = 0;
    for (const auto& information : softknee::catalogue()) {
        passes += softknee_accuracy::passes_of(information.default_activation).size();
    }
    EXPECT_EQ(record.rows().size(), passes);
    for (const auto& recorded : record.rows()) {
        const auto& row = recorded.row;
        const std::string name = row.activation + " " + std::string(softknee::name_of(row.direction));
        const sweep_request request{
            .activation = softknee::parse(row.activation), .direction = row.direction, .type = row.type, .stride = 1};
        const auto found = record.find(request, softknee_accuracy::input_count(request), fingerprint(request));
        ASSERT_TRUE(found) << name << " has changed since: see docs/accuracy.md";
        EXPECT_EQ(found->done, found->total) << name;
        EXPECT_NE(text.find(softknee_accuracy::markdown_row(found->row)), std::string::npos) << name;
    }
}

}  // namespace
