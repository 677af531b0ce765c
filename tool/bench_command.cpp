// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <bench/pointwise_bench.hpp>
#include <softknee/catalogue.hpp>

#include "bench_report.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

struct bench_options {
    selection_options selection;
    bench_run_options run;
};

std::vector<std::string> names_of(const selected_case& which) {
    return {format(which.activation), std::string(softknee::name_of(which.direction)),
            std::string(softknee::name_of(which.type))};
}

std::vector<table_column> bench_columns() {
    std::vector<table_column> columns{
        {"activation", alignment::left, 32}, {"direction", alignment::left, 20}, {"dtype", alignment::left, 8}};
    std::ranges::copy(measurement_columns(), std::back_inserter(columns));
    return columns;
}

std::vector<std::string> cells_of(const selected_case& which, const bench::measurement& measured) {
    std::vector<std::string> cells = names_of(which);
    std::ranges::copy(measurement_cells(measured), std::back_inserter(cells));
    return cells;
}

nlohmann::ordered_json json_of(const selected_case& which, const bench::traffic& moved,
                               const bench::measurement& measured) {
    const std::vector<std::string> names = names_of(which);
    nlohmann::ordered_json row{{"activation", names[0]}, {"direction", names[1]}, {"dtype", names[2]}};
    row.update(measurement_json(moved, measured));
    return row;
}

/// Makes the tensors of one dtype at a time: together they could exceed the memory.
class bench_by_dtype {
public:
    bench_by_dtype(memory place, std::int64_t count, int threads) : place_(place), count_(count), threads_(threads) {}

    bench::pointwise_bench& of(dtype type) {
        if (type_ != type) {
            current_.reset();
            type_ = type;
            current_.emplace(place_, type, count_, threads_);
        }
        return *current_;
    }

private:
    memory place_;
    std::int64_t count_;
    int threads_;
    std::optional<dtype> type_;
    std::optional<bench::pointwise_bench> current_;
};

int run_bench(const bench_options& options) {
    const memory place = bench_place_of(options.run);
    const std::int64_t count = bench_count(options.run, place);
    auto cases = selected_cases(options.selection);
    std::ranges::stable_sort(cases, {}, &selected_case::type);

    std::optional<table> printed;
    if (!options.run.json) {
        std::cout << count << " elements on the " << place_name(place) << ". Bytes: " << bench::traffic_model
                  << ".\nCopy: " << bench::copy_model << ".\n\n";
        printed.emplace(std::cout, bench_columns());
    }
    auto rows = nlohmann::ordered_json::array();
    bench_by_dtype benches(place, count, options.run.threads);
    progress progress;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto& which = cases[i];
        const std::vector<std::string> names = names_of(which);
        progress.show("bench: " + std::to_string(i + 1) + " of " + std::to_string(cases.size()) + ": " + names[0] +
                      " " + names[1] + " " + names[2]);
        const auto measured =
            benches.of(which.type).run(which.activation, which.direction, measure_options_of(options.run));
        if (options.run.json) {
            rows.push_back(json_of(which, bench::traffic_of(which.direction, which.type, count), measured));
        } else {
            progress.clear();
            printed->print_row(cells_of(which, measured));
        }
    }
    progress.clear();
    if (options.run.json) {
        std::cout << bench_json(options.run, place, bench::traffic_model, rows).dump(2) << '\n';
    }
    return exit_success;
}

}  // namespace

command add_bench_command(CLI::App& application) {
    auto* parser = application.add_subcommand("bench", "Times every pass beside a copy of as many bytes");
    const auto options = std::make_shared<bench_options>();
    add_selection_options(*parser, options->selection);
    add_bench_run_options(*parser, options->run);
    parser->footer(std::string(bench_footer) +
                   "\n"
                   "Examples:\n"
                   "  softknee bench --activation gelu --activation silu --dtype bfloat16\n"
                   "  softknee bench --cpu --count 1000000 --threads 1 --json");
    return {parser, [options] { return run_bench(*options); }};
}

}  // namespace softknee::tool
