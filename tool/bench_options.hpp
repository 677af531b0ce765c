// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <bench/measure.hpp>
#include <bench/tensor_ring.hpp>

#include "place.hpp"

/// How the commands that time something are told to.
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

}  // namespace softknee::tool
