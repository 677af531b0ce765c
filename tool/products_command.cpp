// SPDX-License-Identifier: Apache-2.0
#include "products_command.hpp"

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <accuracy/bounds.hpp>
#include <accuracy/product_sweep.hpp>
#include <softknee/catalogue.hpp>

#include "build_information.hpp"
#include "cell_text.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

using softknee_accuracy::product_request;
using softknee_accuracy::product_row;

struct products_options {
    selection_options selection;
    bool exhaustive = false;
    bool json = false;
};

bool passes(const product_request& request, const product_row& row) {
    return row.maximum_ulp <= softknee_accuracy::bound(request.type) && row.maximum_subnormal_error <= 1 &&
           row.nans == 0 && row.pairs > 0;
}

/// Backward passes in 16 bits.
std::vector<product_request> requests_of(const products_options& options) {
    std::vector<product_request> result;
    for (const selected_case& each : selected_cases(options.selection)) {
        if (each.direction == pass::forward || size_of(each.type) != 2) continue;
        result.push_back({each.activation, each.direction, each.type, options.exhaustive ? product_request::all : 32});
    }
    if (result.empty()) throw usage_error("the selection has no backward pass in float16 or bfloat16");
    return result;
}

nlohmann::ordered_json json_of(const product_request& request, const product_row& row) {
    return {{"activation", format(request.activation)},
            {"direction", std::string(softknee::name_of(request.direction))},
            {"dtype", std::string(softknee::name_of(request.type))},
            {"pairs", row.pairs},
            {"maximum_ulp", row.maximum_ulp},
            {"bound_ulp", softknee_accuracy::bound(request.type)},
            {"maximum_subnormal_error", row.maximum_subnormal_error},
            {"nans", row.nans},
            {"worst_input", hexadecimal_text(row.worst_input_bits, 2)},
            {"worst_dy", hexadecimal_text(row.worst_dy_bits, 2)},
            {"passed", passes(request, row)}};
}

std::vector<std::string> cells_of(const product_request& request, const product_row& row) {
    return {format(request.activation),
            std::string(softknee::name_of(request.direction)),
            std::string(softknee::name_of(request.type)),
            std::to_string(row.pairs),
            fixed_text(row.maximum_ulp, 5),
            fixed_text(row.maximum_subnormal_error, 3),
            std::to_string(row.nans),
            hexadecimal_text(row.worst_input_bits, 2) + " " + hexadecimal_text(row.worst_dy_bits, 2),
            passes(request, row) ? "ok" : "FAILED"};
}

int products(const products_options& options) {
    std::optional<table> printed;
    const auto requests = requests_of(options);
    if (!options.json) {
        printed.emplace(std::cout, std::vector<table_column>{{"activation", alignment::left, 32},
                                                             {"direction", alignment::left, 20},
                                                             {"dtype", alignment::left, 8},
                                                             {"pairs", alignment::right, 10},
                                                             {"max ULP", alignment::right, 8},
                                                             {"subnormal", alignment::right, 9},
                                                             {"NaNs", alignment::right, 4},
                                                             {"worst x, dy", alignment::left, 13},
                                                             {"verdict", alignment::left, 7}});
    }
    auto rows = nlohmann::ordered_json::array();
    bool passed = true;
    progress progress;
    for (const product_request& request : requests) {
        const std::string label = "products: " + format(request.activation) + " " +
                                  std::string(softknee::name_of(request.direction)) + " " +
                                  std::string(softknee::name_of(request.type));
        const product_row row = softknee_accuracy::sweep_products(request, [&](std::uint64_t done, std::uint64_t all) {
            progress.show(label + ": " + fixed_text(100 * static_cast<double>(done) / static_cast<double>(all), 0) +
                          " %");
        });
        passed = passed && passes(request, row);
        if (options.json) {
            rows.push_back(json_of(request, row));
        } else {
            progress.clear();
            printed->print_row(cells_of(request, row));
        }
    }
    progress.clear();
    if (options.json) {
        std::cout << nlohmann::ordered_json{{"version", std::string(build.version)},
                                            {"exhaustive", options.exhaustive},
                                            {"rows", rows},
                                            {"passed", passed}}
                         .dump(2)
                  << '\n';
    }
    return passed ? exit_success : exit_check_failed;
}

}  // namespace

command add_products_command(CLI::App& application) {
    auto* parser = application.add_subcommand("products", "Compares 16-bit gradients for any dy with exact products");
    const auto options = std::make_shared<products_options>();
    add_selection_options(*parser, options->selection);
    parser->add_flag("--exhaustive", options->exhaustive,
                     "all 2^32 pairs of a row, a minute or two, instead of 2^21 that are the same in every run");
    parser->add_flag("--json", options->json, "print JSON");
    parser->footer(
        "dx = dy f'(x) on the CPU, for float16 and bfloat16. 'max ULP' is over the pairs whose f'(x) is 0 or a normal\n"
        "number of float32; 'subnormal' is the error where it is smaller, beyond the bound, in |dy| 2^-149. The exit\n"
        "status is 1 if a row exceeds its bound or has a NaN.\n"
        "\n"
        "Examples:\n"
        "  softknee products --activation gelu --exhaustive\n"
        "  softknee products --dtype bfloat16 --json");
    return {parser, [options] { return products(*options); }};
}

}  // namespace softknee::tool
