// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace softknee::bench {

/// Seconds of a monotonic clock.
using clock_function = std::function<double()>;
double steady_seconds();

/// Something to be timed.
struct arm {
    /// Does its work so many times in a row, and returns the seconds until all of it is done.
    std::function<double(int runs)> seconds;
    /// Calls of the library, or of what is compared with it, that one run makes.
    int calls = 1;
};

/// Work that is done when it returns, one call to a run.
arm on_host_clock(std::function<void()> call, clock_function now = steady_seconds);

struct measure_options {
    double seconds = 0.25;         ///< for all arms together; at least `minimum_samples` are taken of each
    double sample_seconds = 0.01;  ///< a sample repeats its arm until it lasts at least so long
    int minimum_samples = 5;
};

struct timing {
    double median_s;   ///< of one call
    double fastest_s;  ///< of one call
    double slowest_s;  ///< of one call
    double spread;     ///< the interquartile range of the samples, divided by their median
    int samples;
    int calls_per_sample;
};

/// Times the arms in turns, one sample of each and then, in the opposite order, one of each again: what drifts while
/// the measurement runs (clock rate, temperature, other processes) meets all arms alike. Google Benchmark repeats one
/// benchmark after the other, or draws from all of them: what is compared would be timed minutes apart.
///
/// A sample is a row of runs, so that what beginning and ending it costs is shared by many calls. Each arm runs before
/// it is timed, to bring caches, page tables and modules into the state that repeated calls meet.
///
/// @param now  says when `seconds` are over
std::vector<timing> measure(std::span<const arm> arms, const measure_options& options,
                            const clock_function& now = steady_seconds);

}  // namespace softknee::bench
