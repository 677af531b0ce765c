// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "bench_place.hpp"
#include "measure.hpp"

namespace softknee::bench {

/// The bytes that a pass must move: every element of its inputs read once, of its outputs written once.
struct traffic {
    std::int64_t read_bytes;
    std::int64_t written_bytes;
    std::int64_t total_bytes() const { return read_bytes + written_bytes; }
};

inline constexpr std::string_view copy_model =
    "a copy that moves as many bytes in all, half of them read and half written, timed in turns with the activation";

struct measurement {
    timing activation;
    timing copy;
    double bytes_per_second;
    double copy_fraction;  ///< the activation's bytes per second divided by the copy's
    double noise;          ///< how far two timings of that same copy, in the same turns, are apart, as a fraction
};

/// Where copies go from and to: room for half of the bytes that a pass moves.
struct copy_memory {
    const std::byte* source;
    std::byte* destination;
    dtype type;
};

/// Times a call in turns with a copy, and with the same copy again.
measurement measure_beside_copy(bench_place& place, const arm& call, const traffic& moved, const copy_memory& memory,
                                const measure_options& options);

}  // namespace softknee::bench
