// SPDX-License-Identifier: Apache-2.0
#include "bench_report.hpp"

#include <CLI/CLI.hpp>

#include "build_information.hpp"
#include "cell_text.hpp"
#include "command.hpp"

namespace softknee::tool {
namespace {

constexpr std::int64_t default_count_on_cpu = std::int64_t(1) << 24;
constexpr std::int64_t default_count_on_device = std::int64_t(1) << 26;
constexpr std::int64_t maximum_count = std::int64_t(1) << 40;

}  // namespace

void add_bench_run_options(CLI::App& parser, bench_run_options& options) {
    add_place_options(parser, options.place);
    parser.add_option("--count", options.count, "elements of a tensor (2^24 on the CPU, 2^26 on the device)")
        ->check(CLI::Range(std::int64_t(1), maximum_count));
    parser.add_option("--threads", options.threads, "threads of the CPU; 0: one for each core")
        ->check(CLI::Range(0, 4096))
        ->capture_default_str();
    parser.add_option("--seconds", options.seconds, "time for a row, without its preparation")
        ->check(CLI::Range(0.001, 3600.0))
        ->capture_default_str();
    parser.add_flag("--json", options.json, "print JSON");
}

memory bench_place_of(const bench_run_options& options) {
    const memory place = chosen_place(options.place);
    if (place == memory::device && options.threads != 0) {
        throw usage_error("--threads: got a number of threads for the device, expected it with --cpu");
    }
    return place;
}

std::int64_t bench_count(const bench_run_options& options, memory place) {
    return options.count.value_or(place == memory::host ? default_count_on_cpu : default_count_on_device);
}

bench::measure_options measure_options_of(const bench_run_options& options) {
    bench::measure_options result;
    result.seconds = options.seconds;
    return result;
}

std::vector<table_column> measurement_columns() {
    return {{"median us", alignment::right, 10},
            {"GB/s", alignment::right, 8},
            {"of copy %", alignment::right, 9},
            {"noise %", alignment::right, 7},
            {"samples", alignment::right, 7}};
}

std::vector<std::string> measurement_cells(const bench::measurement& measured) {
    return {fixed_text(1e6 * measured.activation.median_s, 1), fixed_text(1e-9 * measured.bytes_per_second, 1),
            fixed_text(100 * measured.copy_fraction, 1), fixed_text(100 * measured.noise, 1),
            std::to_string(measured.activation.samples)};
}

nlohmann::ordered_json measurement_json(const bench::traffic& moved, const bench::measurement& measured) {
    return {{"read_bytes", moved.read_bytes},
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

nlohmann::ordered_json bench_json(const bench_run_options& options, memory place, std::string_view traffic_model,
                                  const nlohmann::ordered_json& rows) {
    return {{"version", std::string(build.version)},
            {"place", std::string(place_name(place))},
            {"count", bench_count(options, place)},
            {"threads", options.threads},
            {"traffic_model", std::string(traffic_model)},
            {"copy_model", std::string(bench::copy_model)},
            {"rows", rows}};
}

}  // namespace softknee::tool
