// SPDX-License-Identifier: Apache-2.0
#include "list_command.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <host/number_text.hpp>
#include <softknee/catalogue.hpp>

namespace softknee::tool {
namespace {

std::string_view text_of(parameter_range range) {
    switch (range) {
        case parameter_range::any:
            return "any";
        case parameter_range::positive:
            return "> 0";
        case parameter_range::not_negative:
            return ">= 0";
        case parameter_range::not_zero:
            return "not 0";
    }
    return "";
}

nlohmann::ordered_json json_of(const activation_information& information) {
    auto parameters = nlohmann::ordered_json::array();
    for (const auto& parameter : information.parameters) {
        parameters.push_back({{"name", std::string(parameter.name)},
                              {"default", parameter.default_value},
                              {"range", std::string(text_of(parameter.range))}});
    }
    auto saved = nlohmann::ordered_json::array();
    for (const auto kind : information.saved) saved.push_back(std::string(name_of(kind)));
    const auto& description = information.description;
    return {{"name", std::string(description.name)},
            {"text", format(information.default_activation)},
            {"parameters", parameters},
            {"formula", std::string(description.formula)},
            {"derivative", std::string(description.derivative)},
            {"saved", saved},
            {"source", std::string(description.source)}};
}

std::string text_of(const std::vector<parameter_information>& parameters) {
    std::string text;
    for (const auto& parameter : parameters) {
        if (!text.empty()) text += ", ";
        text += std::string(parameter.name) + " = " + number_text(parameter.default_value);
        if (parameter.range != parameter_range::any) text += " (" + std::string(text_of(parameter.range)) + ")";
    }
    return text;
}

std::string text_of(const std::vector<saved_kind>& saved, std::string_view separator) {
    std::string text;
    for (const auto kind : saved) text += (text.empty() ? "" : std::string(separator)) + std::string(name_of(kind));
    return text;
}

/// The table of the README.
void print_markdown() {
    std::cout << "| name | y | dy/dx | parameters | backward from |\n|---|---|---|---|---|\n";
    for (const auto& [description, parameters, saved, unused] : catalogue()) {
        std::cout << "| " << description.name << " | `" << description.formula << "` | `" << description.derivative
                  << "` | " << text_of(parameters) << " | " << text_of(saved, ", ") << " |\n";
    }
}

void print(const activation_information& information) {
    const auto print_field = [](std::string_view name, std::string_view value) {
        std::cout << "  " << name << std::string(12 - name.size(), ' ') << value << '\n';
    };
    const std::string parameters = text_of(information.parameters);
    std::cout << information.description.name << '\n';
    if (!parameters.empty()) print_field("parameters", parameters);
    print_field("y", information.description.formula);
    print_field("dy/dx", information.description.derivative);
    print_field("saved", text_of(information.saved, " or "));
    print_field("source", information.description.source);
}

enum class list_format { text, json, markdown };

int list(list_format format) {
    if (format == list_format::markdown) {
        print_markdown();
        return exit_success;
    }
    if (format == list_format::json) {
        auto activations = nlohmann::ordered_json::array();
        for (const auto& information : catalogue()) activations.push_back(json_of(information));
        std::cout << nlohmann::ordered_json{{"activations", activations}}.dump(2) << '\n';
        return exit_success;
    }
    bool is_first = true;
    for (const auto& information : catalogue()) {
        if (!is_first) std::cout << '\n';
        is_first = false;
        print(information);
    }
    return exit_success;
}

}  // namespace

command add_list_command(CLI::App& application) {
    auto* parser = application.add_subcommand("list", "Lists the activations");
    const auto format = std::make_shared<list_format>(list_format::text);
    auto* json = parser->add_flag_callback(
        "--json", [format] { *format = list_format::json; }, "print JSON");
    parser
        ->add_flag_callback(
            "--markdown", [format] { *format = list_format::markdown; }, "print a Markdown table")
        ->excludes(json);
    parser->footer(
        "For each activation: its parameters with their defaults and ranges, its formula and derivative, what of the\n"
        "forward pass the derivative can be computed from (at the default parameters), and the source.");
    return {parser, [format] { return list(*format); }};
}

}  // namespace softknee::tool
