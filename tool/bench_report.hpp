// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <bench/pass_measurement.hpp>
#include <bench/tensor_ring.hpp>

#include "place.hpp"
#include "table.hpp"

/// What the commands that time something have in common: how they are told to, and how they say what they found.
namespace softknee::tool {

struct bench_run_options {
    place_options place;
    std::vector<std::int64_t> counts;
    std::vector<std::string> caches;
    int threads = 0;
    double seconds = 0.25;
    bool json = false;
};

void add_bench_run_options(CLI::App& parser, bench_run_options& options);

/// @throws usage_error for a number of threads on the device; as chosen_place
memory bench_place_of(const bench_run_options& options);
bench::measure_options measure_options_of(const bench_run_options& options, memory place);

/// How large the tensors of some rows are, and how their calls find the caches.
struct bench_setting {
    std::int64_t count;
    bench::cache_state state;
};

/// Every count with every state. @throws usage_error for a state that there is not
std::vector<bench_setting> bench_settings(const bench_run_options& options, memory place);
std::string_view name_of(bench::cache_state state);

/// What a measurement says in a row of the table, after the columns that say what was measured.
std::vector<table_column> measurement_columns();
std::vector<std::string> measurement_cells(const bench_setting& setting, const bench::measurement& measured);

/// The report of a command, row by row: a table at once, or JSON at the end.
class bench_report {
public:
    /// @param key_columns  what says which pass a row is of
    bench_report(const bench_run_options& options, memory place, std::string_view traffic_model,
                 std::vector<table_column> key_columns);

    /// @param keys  a cell for each of the key columns, of which the titles are members of the JSON
    void add(const std::vector<std::string>& keys, const bench_setting& setting, const bench::traffic& moved,
             const bench::measurement& measured);
    /// What the programs that compute nothing took, at one setting.
    void add(const bench_setting& setting, dtype type, const std::vector<bench::measured_ceiling>& ceilings);
    /// Prints what is not yet printed.
    void finish() const;

private:
    const bench_run_options& options_;
    memory place_;
    std::string_view traffic_model_;
    std::vector<table_column> key_columns_;
    std::optional<table> printed_;
    nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
    nlohmann::ordered_json ceilings_ = nlohmann::ordered_json::array();
};

/// What the columns mean, for the help of a command.
extern const char* const bench_footer;

}  // namespace softknee::tool
