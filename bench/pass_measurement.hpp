// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench_place.hpp"
#include "measure.hpp"
#include "traffic.hpp"

namespace softknee::bench {

inline constexpr std::string_view ceiling_model =
    "the fastest of programs that read and write as many tensors and compute nothing, timed in turns with the "
    "activation";

/// A program that computes nothing, and how long it took.
struct measured_ceiling {
    std::string name;
    timing time;
    traffic moved;
    double bytes_per_second() const { return static_cast<double>(moved.total_bytes()) / time.median_s; }
};

/// Another program that computes the same, and how long it took.
struct measured_peer {
    std::string name;
    timing time;
};

struct measurement {
    timing activation;
    measured_ceiling ceiling;
    double bytes_per_second;
    double ceiling_fraction;  ///< the activation's bytes per second divided by the ceiling's
    double noise;             ///< how far two timings of the activation, in the same turns, are apart, as a fraction
    std::optional<launch_cost> cost;
    std::vector<measured_peer> peers;
};

/// What is measured: a call, the bytes that it has to move, and who else could move them.
struct measured_pass {
    slot_call call;
    traffic moved;
    slot_transfer transfer;
    dtype type;
    rotation through;
    std::vector<peer_arm> peers;
};

/// Times passes on tensors of one dtype and size beside their ceilings. The first pass that reads one tensor, and the
/// first that reads two, is timed beside all the programs that could be fastest, each later one beside the fastest.
class pass_bench {
public:
    explicit pass_bench(bench_place& place) : place_(place) {}

    measurement run(const measured_pass& pass, const measure_options& options);

    /// All the programs that were timed.
    const std::vector<measured_ceiling>& ceilings() const { return ceilings_; }

private:
    std::string& fastest_for(const measured_pass& pass) { return fastest_[pass.transfer(0).second == nullptr ? 0 : 1]; }

    bench_place& place_;
    std::array<std::string, 2> fastest_;  ///< names; empty until a pass has been timed
    std::vector<measured_ceiling> ceilings_;
};

}  // namespace softknee::bench
