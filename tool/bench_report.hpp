// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <bench/pass_measurement.hpp>

#include "bench_options.hpp"
#include "table.hpp"

/// How the commands that time something say what they found.
namespace softknee::tool {

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
