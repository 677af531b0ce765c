// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <softknee/catalogue.hpp>

#include "tool_run.hpp"

namespace {

TEST(list, as_json_it_has_every_activation_of_the_catalogue_in_its_order) {
    const auto result = run_tool({"list", "--json"});
    ASSERT_EQ(result.status, 0) << result.err;
    const auto listed = nlohmann::json::parse(result.out).at("activations");
    const auto expected = softknee::catalogue();
    ASSERT_EQ(listed.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(listed[i].at("name"), std::string(expected[i].description.name));
        EXPECT_EQ(listed[i].at("formula"), std::string(expected[i].description.formula));
        EXPECT_EQ(listed[i].at("derivative"), std::string(expected[i].description.derivative));
        EXPECT_EQ(listed[i].at("source"), std::string(expected[i].description.source));
        EXPECT_EQ(listed[i].at("saved").size(), expected[i].saved.size());
        ASSERT_EQ(listed[i].at("parameters").size(), expected[i].parameters.size());
        for (std::size_t p = 0; p < expected[i].parameters.size(); ++p) {
            EXPECT_EQ(listed[i].at("parameters")[p].at("name"), std::string(expected[i].parameters[p].name));
            EXPECT_EQ(listed[i].at("parameters")[p].at("default").get<double>(),
                      expected[i].parameters[p].default_value);
        }
        EXPECT_EQ(softknee::format(softknee::parse(listed[i].at("text").get<std::string>())),
                  softknee::format(expected[i].default_activation));
    }
}

TEST(list, for_people_it_shows_name_parameters_formula_and_source) {
    const auto result = run_tool({"list"});
    ASSERT_EQ(result.status, 0) << result.err;
    const std::string out = "\n\n" + result.out;
    for (const auto& information : softknee::catalogue()) {
        const auto& description = information.description;
        const auto start = out.find("\n\n" + std::string(description.name) + "\n  ");
        ASSERT_NE(start, std::string::npos) << description.name;
        const auto block = out.substr(start, out.find("\n\n", start + 2) - start);
        EXPECT_NE(block.find(description.formula), std::string::npos);
        EXPECT_NE(block.find(description.derivative), std::string::npos);
        EXPECT_NE(block.find(description.source), std::string::npos);
        for (const auto& parameter : information.parameters) {
            EXPECT_NE(block.find(std::string(parameter.name) + " = "), std::string::npos);
        }
    }
}

TEST(list, as_markdown_it_is_the_table_of_the_readme) {
    const auto result = run_tool({"list", "--markdown"});
    ASSERT_EQ(result.status, 0) << result.err;
    std::ifstream file(SOFTKNEE_README);
    const std::string readme((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string begin = "<!-- catalogue -->\n";
    const auto first = readme.find(begin);
    ASSERT_NE(first, std::string::npos);
    const auto last = readme.find("<!-- /catalogue -->", first);
    ASSERT_NE(last, std::string::npos);
    EXPECT_EQ(readme.substr(first + begin.size(), last - first - begin.size()), result.out);
}

}  // namespace
