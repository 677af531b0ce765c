// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <softknee/biased.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/learnable.hpp>
#include <softknee/parameter_view.hpp>
#include <softknee/tensor_view.hpp>

#include "bench_place.hpp"
#include "copy_ratio.hpp"

namespace softknee::bench {

/// An activation with parameter tensors.
using channelwise_activation = std::variant<learnable, biased>;

/// "prelu", or "gelu of x + bias".
std::string text_of(const channelwise_activation& activation);

inline constexpr std::string_view channelwise_traffic_model =
    "forward: x and the parameters read, y written; backward: x, dy and the parameters read, dx and the parameters' "
    "gradients written; each element once";

/// Measures passes with parameters by channel on contiguous tensors that it owns, of one shape. Data, parameters and
/// gradients have one dtype, and the numbers of `bench_place::fill`.
class channelwise_bench {
public:
    /// @param shape    the channel is dimension 1
    /// @param threads  of a host; 0: one for each core
    /// @throws shape_error for a rank below 2; no_device_error, out_of_memory_error, device_error
    channelwise_bench(memory where, dtype type, const tensor_shape& shape, int threads);

    traffic traffic_of(const channelwise_activation& activation, pass direction) const;

    /// @param direction  forward or backward_from_input
    measurement run(const channelwise_activation& activation, pass direction, const measure_options& options);

private:
    tensor_view data(bench_memory& memory, std::int64_t index) const;
    std::vector<tensor_view> channels(bench_memory& memory, std::size_t count) const;

    dtype type_;
    tensor_shape shape_;
    bench_place place_;
    bench_memory inputs_;   ///< x, dy, and the rest of the source of copies
    bench_memory outputs_;  ///< y or dx, and the rest of the destination of copies
    bench_memory parameters_;
    bench_memory gradients_;
};

}  // namespace softknee::bench
