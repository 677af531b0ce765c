// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace {

struct outcome {
    int exit_status;
    std::string output;
};

/// Runs the example through the shell; its standard error goes to the test's.
outcome run_digits(const std::string& arguments) {
    const std::string command = std::string("'") + SOFTKNEE_DIGITS_EXECUTABLE + "' " + arguments;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return {-1, {}};
    outcome result{};
    std::array<char, 4096> chunk;
    while (const std::size_t size = std::fread(chunk.data(), 1, chunk.size(), pipe)) {
        result.output.append(chunk.data(), size);
    }
    const int status = pclose(pipe);
    result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

nlohmann::json report_of(const std::string& arguments) {
    const outcome result = run_digits("--json " + arguments);
    EXPECT_EQ(result.exit_status, 0) << arguments;
    return nlohmann::json::parse(result.output);
}

/// How much weaker the loss pulls at the first layer than at the last one.
double first_to_last(const nlohmann::json& norms) {
    return norms.front().get<double>() / norms.back().get<double>();
}

class digits_are_learnt : public testing::TestWithParam<const char*> {};

TEST_P(digits_are_learnt, by_at_least_96_per_cent_of_the_held_out_images) {
    const nlohmann::json report = report_of(std::string("--activation ") + GetParam());
    EXPECT_EQ(report.at("held_out_images"), 359);
    EXPECT_EQ(report.at("training_images"), 1438);
    EXPECT_GE(report.at("accuracy").get<double>(), 0.96);
    EXPECT_LT(report.at("epochs").back().at("loss"), report.at("epochs").front().at("loss"));
}

INSTANTIATE_TEST_SUITE_P(with, digits_are_learnt, testing::Values("relu", "leaky_relu", "prelu", "elu", "gelu", "silu"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST(digits, are_learnt_to_the_same_accuracy_from_the_output_in_place) {
    // relu's derivative is the same from x and from y, so every weight of the two runs is.
    const nlohmann::json from_input = report_of("--activation relu --epochs 3 --saved input");
    const nlohmann::json from_output = report_of("--activation relu --epochs 3 --saved output");
    EXPECT_EQ(from_input.at("epochs"), from_output.at("epochs"));
    EXPECT_EQ(from_input.at("gradient_norms"), from_output.at("gradient_norms"));
}

TEST(digits, learn_the_slopes_of_a_prelu) {
    const nlohmann::json report = report_of("--activation prelu --epochs 5");
    ASSERT_EQ(report.at("slopes").size(), 2u);
    for (const auto& layer : report.at("slopes")) {
        EXPECT_LT(layer.at("least"), layer.at("mean"));
        EXPECT_GT(layer.at("greatest"), layer.at("mean"));
        EXPECT_NE(layer.at("mean").get<double>(), 0.25) << "where they began";
    }
    EXPECT_TRUE(report_of("--activation relu --epochs 1").at("slopes").empty());
}

TEST(digits, learn_the_same_slopes_from_the_output_as_long_as_they_are_positive) {
    const nlohmann::json from_input = report_of("--activation prelu --epochs 1 --rate 0.01 --saved input");
    const nlohmann::json from_output = report_of("--activation prelu --epochs 1 --rate 0.01 --saved output");
    const auto difference = [&](const char* what) {
        return from_input.at("slopes")[0].at(what).get<double>() - from_output.at("slopes")[0].at(what).get<double>();
    };
    EXPECT_NEAR(difference("least"), 0, 1e-4);
    EXPECT_NEAR(difference("greatest"), 0, 1e-4);
}

TEST(digits, give_the_same_report_again_with_the_same_seed_only) {
    const std::string arguments = "--activation gelu --epochs 2 --seed ";
    const nlohmann::json once = report_of(arguments + "7");
    const nlohmann::json again = report_of(arguments + "7");
    const nlohmann::json other = report_of(arguments + "8");
    EXPECT_EQ(once.at("epochs"), again.at("epochs"));
    EXPECT_NE(once.at("epochs"), other.at("epochs"));
}

TEST(a_deep_stack, of_sigmoids_loses_the_gradient_on_the_way_to_its_first_layer) {
    const nlohmann::json report = report_of("--activation sigmoid --depth 8 --rate 0.02 --epochs 3");
    EXPECT_LT(first_to_last(report.at("gradient_norms").at("before")), 1e-3);
    EXPECT_LT(first_to_last(report.at("gradient_norms").at("after")), 1e-2);
    EXPECT_LT(report.at("accuracy").get<double>(), 0.2) << "a network without a gradient cannot learn";
}

TEST(a_deep_stack, of_relus_keeps_the_gradient_and_learns) {
    const nlohmann::json report = report_of("--activation relu --depth 8 --rate 0.02 --epochs 10");
    EXPECT_GT(first_to_last(report.at("gradient_norms").at("before")), 0.1);
    EXPECT_GE(report.at("accuracy").get<double>(), 0.94);
}

TEST(digits, find_the_units_of_a_relu_that_no_image_reaches_and_none_of_a_leaky_relu) {
    // Steps this large push units of relu below 0 for good; leaky_relu's slope brings them back.
    const auto dead_units = [](const nlohmann::json& report) {
        double dead = 0.0;
        for (const auto& layer : report.at("hidden_layers")) dead += layer.at("dead").get<double>();
        return dead;
    };
    EXPECT_GT(dead_units(report_of("--activation relu --epochs 5")), 0.0);
    EXPECT_EQ(dead_units(report_of("--activation leaky_relu --epochs 5")), 0.0);
}

TEST(digits, refuse_to_save_the_output_of_an_activation_that_it_does_not_determine) {
    EXPECT_EQ(run_digits("--activation gelu --saved output --json").exit_status, 1);
}

TEST(digits, refuse_a_name_that_is_no_activation) {
    EXPECT_EQ(run_digits("--activation hard_knee --json").exit_status, 1);
}

}  // namespace
