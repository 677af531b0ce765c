// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <bench/copy_ratio.hpp>

#include "place.hpp"
#include "table.hpp"

/// What the commands that time something have in common: how they are told to, and how they say what they found.
namespace softknee::tool {

struct bench_run_options {
    place_options place;
    std::optional<std::int64_t> count;
    int threads = 0;
    double seconds = 0.25;
    bool json = false;
};

void add_bench_run_options(CLI::App& parser, bench_run_options& options);

/// @throws usage_error for a number of threads on the device; as chosen_place
memory bench_place_of(const bench_run_options& options);
/// Elements of a tensor.
std::int64_t bench_count(const bench_run_options& options, memory place);
bench::measure_options measure_options_of(const bench_run_options& options);

/// What a measurement says in a row of the table, after the columns that say what was measured.
std::vector<table_column> measurement_columns();
std::vector<std::string> measurement_cells(const bench::measurement& measured);

/// The bytes and the measurement, as members of a row.
nlohmann::ordered_json measurement_json(const bench::traffic& moved, const bench::measurement& measured);
/// The whole report.
nlohmann::ordered_json bench_json(const bench_run_options& options, memory place, std::string_view traffic_model,
                                  const nlohmann::ordered_json& rows);

/// What the columns mean, for the help of a command.
inline constexpr const char* bench_footer =
    "GB/s are 10^9 bytes per second, of the bytes that the pass must move. The copy, the activation and the same\n"
    "copy again are timed in turns: 'of copy' is the activation's rate as a share of the faster copy's, and 'noise'\n"
    "is how far the two timings of the copy are apart; differences below it mean nothing. On the CPU the copy is\n"
    "memcpy by as many threads. On the device a sample is a row of launches with one synchronisation at its end,\n"
    "timed by the host's clock, and so excludes what a single launch costs.\n";

}  // namespace softknee::tool
