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

#include <accuracy/sweep.hpp>
#include <bench/pointwise_bench.hpp>
#include <softknee/catalogue.hpp>

#include "build_information.hpp"
#include "cell_text.hpp"
#include "place.hpp"
#include "progress.hpp"
#include "selection.hpp"
#include "table.hpp"

namespace softknee::tool {
namespace {

constexpr std::int64_t default_count_on_cpu = std::int64_t(1) << 24;
constexpr std::int64_t default_count_on_device = std::int64_t(1) << 26;
constexpr std::int64_t maximum_count = std::int64_t(1) << 40;

struct bench_options {
    selection_options selection;
    place_options place;
    std::optional<std::int64_t> count;
    int threads = 0;
    double seconds = 0.25;
    bool json = false;
};

std::vector<table_column> bench_columns() {
    return {{"activation", alignment::left, 32}, {"direction", alignment::left, 20}, {"dtype", alignment::left, 8},
            {"median us", alignment::right, 10}, {"GB/s", alignment::right, 8},      {"of copy %", alignment::right, 9},
            {"noise %", alignment::right, 7},    {"samples", alignment::right, 7}};
}

nlohmann::ordered_json json_of(const selected_case& which, const bench::traffic& moved,
                               const bench::pointwise_measurement& measured) {
    return {{"activation", format(which.activation)},
            {"direction", std::string(softknee::name_of(which.direction))},
            {"dtype", std::string(softknee::name_of(which.type))},
            {"read_bytes", moved.read_bytes},
            {"written_bytes", moved.written_bytes},
            {"median_s", measured.activation.median_s},
            {"fastest_s", measured.activation.fastest_s},
            {"spread", measured.activation.spread},
            {"bytes_per_second", measured.bytes_per_second},
            {"copy_median_s", measured.copy.median_s},
            {"copy_fraction", measured.copy_fraction},
            {"noise", measured.noise},
            {"samples", measured.activation.samples},
            {"calls_per_sample", measured.activation.calls_per_sample}};
}

std::vector<std::string> cells_of(const selected_case& which, const bench::pointwise_measurement& measured) {
    return {format(which.activation),
            std::string(softknee::name_of(which.direction)),
            std::string(softknee::name_of(which.type)),
            fixed_text(1e6 * measured.activation.median_s, 1),
            fixed_text(1e-9 * measured.bytes_per_second, 1),
            fixed_text(100 * measured.copy_fraction, 1),
            fixed_text(100 * measured.noise, 1),
            std::to_string(measured.activation.samples)};
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
    const memory place = chosen_place(options.place);
    if (place == memory::device && options.threads != 0) {
        throw usage_error("--threads: got a number of threads for the device, expected it with --cpu");
    }
    const std::int64_t count =
        options.count.value_or(place == memory::host ? default_count_on_cpu : default_count_on_device);
    auto cases = selected_cases(options.selection);
    std::ranges::stable_sort(cases, {}, &selected_case::type);

    std::optional<table> printed;
    if (!options.json) {
        std::cout << count << " elements on the " << place_name(place) << ". Bytes: " << bench::traffic_model
                  << ".\nCopy: " << bench::copy_model << ".\n\n";
        printed.emplace(std::cout, bench_columns());
    }
    auto rows = nlohmann::ordered_json::array();
    bench_by_dtype benches(place, count, options.threads);
    progress progress;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto& which = cases[i];
        progress.show("bench: " + std::to_string(i + 1) + " of " + std::to_string(cases.size()) + ": " +
                      format(which.activation) + " " + std::string(softknee::name_of(which.direction)) + " " +
                      std::string(softknee::name_of(which.type)));
        bench::measure_options measure_options;
        measure_options.seconds = options.seconds;
        const auto measured = benches.of(which.type).run(which.activation, which.direction, measure_options);
        if (options.json) {
            rows.push_back(json_of(which, bench::traffic_of(which.direction, which.type, count), measured));
        } else {
            progress.clear();
            printed->print_row(cells_of(which, measured));
        }
    }
    progress.clear();
    if (options.json) {
        std::cout << nlohmann::ordered_json{{"version", std::string(build.version)},
                                            {"place", std::string(place_name(place))},
                                            {"count", count},
                                            {"threads", options.threads},
                                            {"traffic_model", std::string(bench::traffic_model)},
                                            {"copy_model", std::string(bench::copy_model)},
                                            {"rows", rows}}
                         .dump(2)
                  << '\n';
    }
    return exit_success;
}

}  // namespace

command add_bench_command(CLI::App& application) {
    auto* parser = application.add_subcommand("bench", "Times every pass beside a copy of as many bytes");
    const auto options = std::make_shared<bench_options>();
    add_selection_options(*parser, options->selection);
    add_place_options(*parser, options->place);
    parser->add_option("--count", options->count, "elements of a tensor (2^24 on the CPU, 2^26 on the device)")
        ->check(CLI::Range(std::int64_t(1), maximum_count));
    parser->add_option("--threads", options->threads, "threads of the CPU; 0: one for each core")
        ->check(CLI::Range(0, 4096))
        ->capture_default_str();
    parser->add_option("--seconds", options->seconds, "time for a row, without its preparation")
        ->check(CLI::Range(0.001, 3600.0))
        ->capture_default_str();
    parser->add_flag("--json", options->json, "print JSON");
    parser->footer(
        "GB/s are 10^9 bytes per second, of the bytes that the pass must move. The copy, the activation and the same\n"
        "copy again are timed in turns: 'of copy' is the activation's rate as a share of the faster copy's, and "
        "'noise'\n"
        "is how far the two timings of the copy are apart; differences below it mean nothing. On the CPU the copy is\n"
        "memcpy by as many threads. On the device a sample is a row of launches with one synchronisation at its end,\n"
        "timed by the host's clock, and so excludes what a single launch costs.\n"
        "\n"
        "Examples:\n"
        "  softknee bench --activation gelu --activation silu --dtype bfloat16\n"
        "  softknee bench --cpu --count 1000000 --threads 1 --json");
    return {parser, [options] { return run_bench(*options); }};
}

}  // namespace softknee::tool
