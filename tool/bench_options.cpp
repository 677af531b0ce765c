// SPDX-License-Identifier: Apache-2.0
#include "bench_options.hpp"

#include <CLI/CLI.hpp>

#include "choice.hpp"
#include "command.hpp"

namespace softknee::tool {
namespace {

constexpr std::int64_t default_count_on_cpu = std::int64_t(1) << 24;
constexpr std::int64_t default_count_on_device = std::int64_t(1) << 26;
constexpr std::int64_t maximum_count = std::int64_t(1) << 40;

}  // namespace

void add_bench_run_options(CLI::App& parser, bench_run_options& options) {
    add_place_options(parser, options.place);
    // Without this a list option takes all arguments that follow it.
    const auto one_each = [](CLI::Option* option) { return option->allow_extra_args(false); };
    one_each(parser.add_option("--count", options.counts,
                               "elements of a tensor (2^24 on the CPU, 2^26 on the device); repeat for more"))
        ->check(CLI::Range(std::int64_t(1), maximum_count));
    one_each(parser.add_option("--cache", options.caches,
                               "cold or hot (hot on the CPU, cold on the device); repeat for both"));
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

bench::measure_options measure_options_of(const bench_run_options& options, memory place) {
    bench::measure_options result;
    result.seconds = options.seconds;
    if (place == memory::device) {
        // A graph is about a millisecond's work already.
        result.sample_seconds = 0.001;
        result.minimum_samples = 30;
    }
    return result;
}

std::string_view name_of(bench::cache_state state) {
    return state == bench::cache_state::cold ? "cold" : "hot";
}

std::vector<bench_setting> bench_settings(const bench_run_options& options, memory place) {
    using bench::cache_state;
    const bool on_cpu = place == memory::host;
    std::vector<cache_state> states{on_cpu ? cache_state::hot : cache_state::cold};
    if (!options.caches.empty()) states.clear();
    for (const std::string& name : options.caches) {
        if (name != "cold" && name != "hot") {
            throw usage_error("--cache: got " + in_quotes(name) + ", expected cold or hot");
        }
        states.push_back(name == "cold" ? cache_state::cold : cache_state::hot);
    }
    std::vector<std::int64_t> counts = options.counts;
    if (counts.empty()) counts.push_back(on_cpu ? default_count_on_cpu : default_count_on_device);

    std::vector<bench_setting> result;
    for (const std::int64_t count : counts) {
        for (const cache_state state : states) result.push_back({count, state});
    }
    return result;
}

}  // namespace softknee::tool
