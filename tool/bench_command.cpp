// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include <bench/pointwise_bench.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/error.hpp>

#include "bench_report.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

struct bench_options {
    selection_options selection;
    int members = 1;
    bench_run_options run;
};

std::vector<std::string> names_of(const selected_case& which) {
    return {format(which.activation), std::string(softknee::name_of(which.direction)),
            std::string(softknee::name_of(which.type))};
}

const std::vector<table_column> pointwise_columns{
    {"activation", alignment::left, 32}, {"direction", alignment::left, 20}, {"dtype", alignment::left, 8}};

/// Those of a dtype, one after the other: the tensors of several dtypes together could exceed the memory.
std::vector<selected_case> cases_of(const std::vector<selected_case>& cases, dtype type) {
    std::vector<selected_case> result;
    std::ranges::copy_if(cases, std::back_inserter(result), [&](const auto& which) { return which.type == type; });
    return result;
}

int run_bench(const bench_options& options) {
    const memory place = bench_place_of(options.run);
    const std::vector<bench_setting> settings = bench_settings(options.run, place);
    const std::vector<selected_case> cases = selected_cases(options.selection);

    std::vector<table_column> columns = pointwise_columns;
    if (options.members > 1) columns.push_back({"members", alignment::right, 7});
    bench_report report(options.run, place, bench::traffic_model, columns);
    progress progress;
    std::size_t number = 0;
    for (const bench_setting& setting : settings) {
        for (const dtype type : all_dtypes) {
            const std::vector<selected_case> of_type = cases_of(cases, type);
            if (of_type.empty()) continue;
            std::optional<bench::pointwise_bench> bench;
            try {
                bench.emplace(place, type, setting.count, options.run.threads, setting.state, options.members);
            } catch (const parameter_error& error) {
                progress.clear();
                std::cerr << "softknee: left out " << of_type.size() << " rows: " << error.what() << '\n';
                number += of_type.size();
                continue;
            }
            for (const selected_case& which : of_type) {
                std::vector<std::string> names = names_of(which);
                if (options.members > 1) names.push_back(std::to_string(options.members));
                progress.show("bench: " + std::to_string(++number) + " of " +
                              std::to_string(cases.size() * settings.size()) + ": " + names[0] + " " + names[1] + " " +
                              names[2]);
                const auto measured =
                    bench->run(which.activation, which.direction, measure_options_of(options.run, place));
                progress.clear();
                report.add(names, setting, bench::traffic_of(which.direction, type, setting.count), measured);
            }
            report.add(setting, type, bench->ceilings());
        }
    }
    report.finish();
    return exit_success;
}

}  // namespace

command add_bench_command(CLI::App& application) {
    auto* parser = application.add_subcommand("bench", "Times every pass beside the fastest copy of as many tensors");
    const auto options = std::make_shared<bench_options>();
    add_selection_options(*parser, options->selection);
    parser
        ->add_option(
            "--members", options->members,
            "divide the elements between so many tensors, and time one call for the list of them beside a call "
            "for each")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    add_bench_run_options(*parser, options->run);
    parser->footer(std::string(bench_footer) +
                   "\n"
                   "Examples:\n"
                   "  softknee bench --activation gelu --activation silu --dtype bfloat16\n"
                   "  softknee bench --device --activation gelu --members 100 --count 1000000\n"
                   "  softknee bench --cpu --count 1000 --count 1000000 --cache hot --cache cold --threads 1 --json");
    return {parser, [options] { return run_bench(*options); }};
}

}  // namespace softknee::tool
