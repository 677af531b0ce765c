// SPDX-License-Identifier: Apache-2.0
#include "bench_report.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

#include "build_information.hpp"
#include "cell_text.hpp"

namespace softknee::tool {
namespace {

nlohmann::ordered_json json_of(const bench::timing& time) {
    return {{"median_s", time.median_s},
            {"fastest_s", time.fastest_s},
            {"slowest_s", time.slowest_s},
            {"spread", time.spread},
            {"calls_per_sample", time.calls_per_sample},
            {"samples", time.samples}};
}

nlohmann::ordered_json json_of(const bench::traffic& moved) {
    return {{"read_bytes", moved.read_bytes}, {"written_bytes", moved.written_bytes}};
}

nlohmann::ordered_json json_of(const bench::measurement& measured) {
    nlohmann::ordered_json result = json_of(measured.activation);
    result.update({{"bytes_per_second", measured.bytes_per_second},
                   {"ceiling", measured.ceiling.name},
                   {"ceiling_bytes_per_second", measured.ceiling.bytes_per_second()},
                   {"ceiling_fraction", measured.ceiling_fraction},
                   {"noise", measured.noise}});
    for (const bench::measured_peer& peer : measured.peers) result["peers"][peer.name] = json_of(peer.time);
    if (measured.cost) {
        result.update({{"host_s", measured.cost->host_s}, {"launches", measured.cost->launches}});
    }
    return result;
}

/// What a measurement says in a row of the table, after the columns that say what was measured.
std::vector<table_column> measurement_columns() {
    return {{"count", alignment::right, 10},    {"cache", alignment::left, 5},     {"median us", alignment::right, 10},
            {"min us", alignment::right, 8},    {"max us", alignment::right, 8},   {"GB/s", alignment::right, 8},
            {"ceiling %", alignment::right, 9}, {"noise %", alignment::right, 7},  {"samples", alignment::right, 7},
            {"host us", alignment::right, 7},   {"launches", alignment::right, 8}, {"ceiling", alignment::left, 22}};
}

std::vector<std::string> measurement_cells(const bench_setting& setting, const bench::measurement& measured) {
    const bench::timing& time = measured.activation;
    const auto microseconds = [](double seconds) { return fixed_text(1e6 * seconds, 1); };
    return {std::to_string(setting.count),
            std::string(name_of(setting.state)),
            microseconds(time.median_s),
            microseconds(time.fastest_s),
            microseconds(time.slowest_s),
            fixed_text(1e-9 * measured.bytes_per_second, 1),
            fixed_text(100 * measured.ceiling_fraction, 1),
            fixed_text(100 * measured.noise, 1),
            std::to_string(time.samples),
            measured.cost ? microseconds(measured.cost->host_s) : "",
            measured.cost ? std::to_string(measured.cost->launches) : "",
            measured.ceiling.name};
}

}  // namespace

bench_report::bench_report(const bench_run_options& options, memory place, std::string_view traffic_model,
                           std::vector<table_column> key_columns)
    : options_(options), place_(place), traffic_model_(traffic_model), key_columns_(std::move(key_columns)) {
    if (options.json) return;
    std::cout << "On the " << place_name(place) << ". Bytes: " << traffic_model
              << ".\nCeiling: " << bench::ceiling_model << ".\n\n";
    std::vector<table_column> columns = key_columns_;
    std::ranges::copy(measurement_columns(), std::back_inserter(columns));
    printed_.emplace(std::cout, columns);
}

void bench_report::add(const std::vector<std::string>& keys, const bench_setting& setting, const bench::traffic& moved,
                       const bench::measurement& measured) {
    if (printed_) {
        std::vector<std::string> cells = keys;
        std::ranges::copy(measurement_cells(setting, measured), std::back_inserter(cells));
        printed_->print_row(cells);
        return;
    }
    nlohmann::ordered_json row;
    for (std::size_t i = 0; i < keys.size(); ++i) row[key_columns_[i].title] = keys[i];
    row.update({{"count", setting.count}, {"cache", name_of(setting.state)}});
    row.update(json_of(moved));
    row.update(json_of(measured));
    rows_.push_back(row);
}

void bench_report::add(const bench_setting& setting, dtype type, const std::vector<bench::measured_ceiling>& ceilings) {
    for (const bench::measured_ceiling& ceiling : ceilings) {
        nlohmann::ordered_json row{{"name", ceiling.name},
                                   {"dtype", softknee::name_of(type)},
                                   {"count", setting.count},
                                   {"cache", name_of(setting.state)}};
        row.update(json_of(ceiling.moved));
        row.update(json_of(ceiling.time));
        row["bytes_per_second"] = ceiling.bytes_per_second();
        ceilings_.push_back(row);
    }
}

void bench_report::finish() const {
    if (printed_) return;
    const nlohmann::ordered_json report{{"version", build.version},
                                        {"place", place_name(place_)},
                                        {"threads", options_.threads},
                                        {"traffic_model", traffic_model_},
                                        {"ceiling_model", bench::ceiling_model},
                                        {"ceilings", ceilings_},
                                        {"rows", rows_}};
    std::cout << report.dump(2) << '\n';
}

const char* const bench_footer =
    "GB/s are 10^9 bytes per second, of the bytes that the pass must move. A ceiling is the rate of a program that\n"
    "reads and writes as many tensors and computes nothing: memcpy or a loop on the CPU; on the device\n"
    "cudaMemcpyAsync, a kernel of softknee's own and cub::DeviceTransform. The activation, the fastest of these and\n"
    "the activation again are timed in turns; 'noise' is how far the two timings are apart; differences below it mean\n"
    "nothing. 'cold': each call takes other tensors, in all three times as many bytes as the last cache has; 'hot':\n"
    "each call takes the same. On the device a sample is a graph of at least 20 launches between two events;\n"
    "'host us' is what a call without a graph costs the thread that makes it.\n";

}  // namespace softknee::tool
