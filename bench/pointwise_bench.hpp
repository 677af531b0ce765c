// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/tensor_view.hpp>

#include "bench_place.hpp"
#include "copy_ratio.hpp"

namespace softknee::bench {

traffic traffic_of(pass direction, dtype type, std::int64_t count);

inline constexpr std::string_view traffic_model =
    "forward: x read, y written; backward: the saved tensor and dy read, dx written; each element once";

/// Measures pointwise passes on contiguous tensors that it owns, with the numbers of `bench_place::fill`.
class pointwise_bench {
public:
    /// @param threads  of a host; 0: one for each core
    /// @throws no_device_error, out_of_memory_error, device_error if `where` is the device
    pointwise_bench(memory where, dtype type, std::int64_t count, int threads);

    measurement run(const activation& activation, pass direction, const measure_options& options);

private:
    /// Tensor number `index` of some memory.
    tensor_view tensor(bench_memory& memory, std::int64_t index) const;

    dtype type_;
    std::int64_t count_;
    bench_place place_;
    bench_memory inputs_;   ///< x, dy, y: x and dy side by side, as the source of copies
    bench_memory outputs_;  ///< a copy of all bytes of a backward pass writes 1.5 tensors
};

}  // namespace softknee::bench
