// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace softknee::bench {

/// Something to be timed: does its work once or, for work on a device, queues it.
using arm = std::function<void()>;

struct measure_options {
    double seconds = 0.25;         ///< for all arms together; at least `minimum_samples` are taken of each
    double sample_seconds = 0.01;  ///< a sample repeats its arm until it lasts at least so long
    int minimum_samples = 5;
};

/// Seconds of a monotonic clock.
using clock_function = std::function<double()>;
double steady_seconds();

struct timing {
    double median_s;   ///< of one call
    double fastest_s;  ///< of one call
    double spread;     ///< the interquartile range of the samples, divided by their median
    int samples;
    int calls_per_sample;
};

/// Times the arms in turns, one sample of each and then, in the opposite order, one of each again: what drifts while
/// the measurement runs (clock rate, temperature, other processes) meets all arms alike.
///
/// A sample is a row of calls back to back, then `finish`, which must not return before their work is done; what one
/// launch and one synchronisation of a device cost is thus shared by the calls of a sample. Each arm is called before
/// it is timed, to bring caches, page tables and modules into the state that repeated calls meet.
std::vector<timing> measure(std::span<const arm> arms, const std::function<void()>& finish,
                            const measure_options& options, const clock_function& now = steady_seconds);

}  // namespace softknee::bench
