// SPDX-License-Identifier: Apache-2.0
#include "check_command.hpp"

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <accuracy/bounds.hpp>
#include <accuracy/markdown_row.hpp>
#include <softknee/catalogue.hpp>

#include "build_information.hpp"
#include "cell_text.hpp"
#include "check_record.hpp"
#include "place.hpp"
#include "progress.hpp"
#include "recorded_sweep.hpp"
#include "selection.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

using softknee_accuracy::sweep_row;

struct check_options {
    selection_options selection;
    place_options place;
    bool exhaustive = false;
    std::string record;
    bool json = false;
    bool markdown = false;
};

std::vector<table_column> check_columns() {
    return {{"activation", alignment::left, 32},   {"direction", alignment::left, 20},
            {"dtype", alignment::left, 8},         {"inputs", alignment::right, 10},
            {"max ULP", alignment::right, 8},      {"bound", alignment::right, 5},
            {"misrounded", alignment::right, 10},  {"false zeros", alignment::right, 11},
            {"wrong signs", alignment::right, 11}, {"NaNs", alignment::right, 4},
            {"ref. faults", alignment::right, 11}, {"worst input", alignment::left, 18},
            {"verdict", alignment::left, 7}};
}

std::string worst_input(const sweep_row& row) {
    return hexadecimal_text(row.worst_input_bits, static_cast<int>(size_of(row.type)));
}

std::string verdict(const sweep_row& row) {
    return passes(row) ? "ok" : "FAILED";
}

std::vector<std::string> cells_of(const sweep_row& row) {
    return {row.activation,
            std::string(softknee::name_of(row.direction)),
            std::string(softknee::name_of(row.type)),
            std::to_string(row.inputs),
            fixed_text(row.maximum_ulp, 4),
            fixed_text(softknee_accuracy::bound(row.type), 3),
            std::to_string(row.misrounded),
            std::to_string(row.false_zeros),
            std::to_string(row.wrong_signs),
            std::to_string(row.nans),
            std::to_string(row.reference_faults),
            worst_input(row),
            verdict(row)};
}

nlohmann::ordered_json json_of(const sweep_row& row) {
    return {{"activation", row.activation},
            {"direction", std::string(softknee::name_of(row.direction))},
            {"dtype", std::string(softknee::name_of(row.type))},
            {"inputs", row.inputs},
            {"maximum_ulp", row.maximum_ulp},
            {"bound_ulp", softknee_accuracy::bound(row.type)},
            {"misrounded", row.misrounded},
            {"false_zeros", row.false_zeros},
            {"wrong_signs", row.wrong_signs},
            {"nans", row.nans},
            {"reference_faults", row.reference_faults},
            {"worst_input", worst_input(row)},
            {"passed", passes(row)}};
}

/// Every float32; 2^22 of float64, as many as take no more time.
std::uint64_t exhaustive_stride(dtype type) {
    return type == dtype::float64 ? 16 : 1;
}

sweep_row sweep_case(const selected_case& which, const check_options& options, memory place,
                     const std::string& position, std::optional<check_record>& record, progress& progress) {
    const std::string label = "check: " + position + ": " + format(which.activation) + " " +
                              std::string(softknee::name_of(which.direction)) + " " +
                              std::string(softknee::name_of(which.type));
    progress.show(label);
    const softknee_accuracy::sweep_request request{
        .activation = which.activation,
        .direction = which.direction,
        .type = which.type,
        .stride = options.exhaustive ? exhaustive_stride(which.type) : softknee_accuracy::default_stride,
        .on_device = place == memory::device};
    const auto show = [&](std::uint64_t done, std::uint64_t total) {
        const double percent = 100 * static_cast<double>(done) / static_cast<double>(total);
        progress.show(label + ": " + fixed_text(percent, 0) + " %");
    };
    return record ? recorded_sweep(request, *record, show) : softknee_accuracy::sweep(request, show);
}

int check(const check_options& options) {
    const memory place = chosen_place(options.place);
    const auto cases = selected_cases(options.selection);

    std::optional<check_record> record;
    if (!options.record.empty()) record.emplace(options.record);
    std::optional<table> printed;
    if (options.markdown) {
        std::cout << softknee_accuracy::markdown_head();
    } else if (!options.json) {
        printed.emplace(std::cout, check_columns());
    }
    auto rows = nlohmann::ordered_json::array();
    std::size_t failures = 0;
    progress progress;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string position = std::to_string(i + 1) + " of " + std::to_string(cases.size());
        const sweep_row row = sweep_case(cases[i], options, place, position, record, progress);
        if (!passes(row)) ++failures;
        if (options.json) {
            rows.push_back(json_of(row));
            continue;
        }
        progress.clear();
        if (options.markdown) {
            std::cout << softknee_accuracy::markdown_row(row) << std::flush;
        } else {
            printed->print_row(cells_of(row));
        }
    }
    progress.clear();
    if (options.json) {
        std::cout << nlohmann::ordered_json{{"version", std::string(build.version)},
                                            {"place", std::string(place_name(place))},
                                            {"exhaustive", options.exhaustive},
                                            {"rows", rows},
                                            {"passed", failures == 0}}
                         .dump(2)
                  << '\n';
    } else if (!options.markdown) {
        std::cout << '\n'
                  << cases.size() - failures << " of " << cases.size() << " passed on the " << place_name(place)
                  << '\n';
    }
    return failures == 0 ? exit_success : exit_check_failed;
}

}  // namespace

bool passes(const sweep_row& row) {
    return row.maximum_ulp <= softknee_accuracy::bound(row.type) && row.false_zeros == 0 && row.wrong_signs == 0 &&
           row.nans == 0 && row.reference_faults == 0 && row.inputs > 0;
}

command add_check_command(CLI::App& application) {
    auto* parser = application.add_subcommand("check", "Compares every pass with the exact function");
    const auto options = std::make_shared<check_options>();
    add_selection_options(*parser, options->selection);
    add_place_options(*parser, options->place);
    parser->add_flag("--exhaustive", options->exhaustive,
                     "feed every float32, all 2^32 of them (minutes for each row), and 2^22 of float64");
    parser->add_option("--record", options->record,
                       "a file that keeps what was measured, and from which an interrupted run goes on");
    auto* json = parser->add_flag("--json", options->json, "print JSON");
    parser->add_flag("--markdown", options->markdown, "print the table of docs/accuracy.md")->excludes(json);
    parser->footer(
        "Feeds every float16 and bfloat16, and samples of float32 and float64 that are the same in every run, to the\n"
        "library, with dy = 1 for gradients, and compares with the exact result: its distance in units in the last "
        "place\n"
        "(ULP), how many results are not the correctly rounded one, are 0 where that is not, have the other sign, or "
        "are\n"
        "NaN for a number. 'ref. faults' counts disagreements of the reference with itself. In JSON an infinite "
        "distance\n"
        "is null. The exit status is 1 if a row failed.\n"
        "\n"
        "Examples:\n"
        "  softknee check --activation gelu --dtype bfloat16\n"
        "  softknee check --cpu --activation \"elu(alpha=0.5)\" --activation tanh --json\n"
        "  softknee check --device --dtype float32 --direction forward --exhaustive --record float32.json");
    return {parser, [options] { return check(*options); }};
}

}  // namespace softknee::tool
