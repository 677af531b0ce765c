// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/tensor_view.hpp>

#include "measure.hpp"

namespace softknee::bench {

/// The bytes that a pass must move: every element of its inputs read once, of its output written once.
struct traffic {
    std::int64_t read_bytes;
    std::int64_t written_bytes;
    std::int64_t total_bytes() const { return read_bytes + written_bytes; }
};
traffic traffic_of(pass direction, dtype type, std::int64_t count);

inline constexpr std::string_view traffic_model =
    "forward: x read, y written; backward: the saved tensor and dy read, dx written; each element once";
inline constexpr std::string_view copy_model =
    "a copy that moves as many bytes in all, half of them read and half written, timed in turns with the activation";

struct pointwise_measurement {
    timing activation;
    timing copy;
    double bytes_per_second;
    double copy_fraction;  ///< the activation's bytes per second divided by the copy's
    double noise;          ///< how far two timings of that same copy, in the same turns, are apart, as a fraction
};

/// Measures pointwise passes on contiguous tensors that it owns. The inputs are pseudo-random, the same in every run:
/// either sign, magnitudes between 2^-4 and 2^3, every binade alike.
class pointwise_bench {
public:
    /// @param threads  of a host; 0: one for each core
    /// @throws no_device_error, out_of_memory_error, device_error if `where` is the device
    pointwise_bench(memory where, dtype type, std::int64_t count, int threads);
    ~pointwise_bench();

    pointwise_measurement run(const activation& activation, pass direction, const measure_options& options);

private:
    class tensors;
    class host_tensors;
    class device_tensors;

    dtype type_;
    std::int64_t count_;
    std::unique_ptr<tensors> tensors_;
};

}  // namespace softknee::bench
