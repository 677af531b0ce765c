// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
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
#include "pass_measurement.hpp"
#include "tensor_ring.hpp"

namespace softknee::bench {

/// An activation with parameter tensors.
using channelwise_activation = std::variant<learnable, biased>;

/// "prelu", or "gelu of x + bias".
std::string text_of(const channelwise_activation& activation);

inline constexpr std::string_view channelwise_traffic_model =
    "forward: x and the parameters read, y written; backward: x, dy and the parameters read, dx and the parameters' "
    "gradients written; each element once";

/// Measures passes with parameters by channel on contiguous tensors that it owns, of one shape. Data, parameters and
/// gradients have one dtype.
class channelwise_bench {
public:
    /// @param shape    the channel is dimension 1
    /// @param threads  of a host; 0: one for each core
    /// @throws shape_error for a rank below 2; no_device_error, out_of_memory_error, device_error; parameter_error as
    ///         rotation_for
    channelwise_bench(memory where, dtype type, const tensor_shape& shape, int threads, cache_state state);

    traffic traffic_of(const channelwise_activation& activation, pass direction) const;

    /// @param direction  forward or backward_from_input
    measurement run(const channelwise_activation& activation, pass direction, const measure_options& options);

    const std::vector<measured_ceiling>& ceilings() const { return passes_.ceilings(); }

private:
    dtype type_;
    tensor_shape shape_;
    std::unique_ptr<bench_place> place_;
    rotation through_;  ///< with the bytes of a forward pass, the smaller of the two
    tensor_ring x_;
    tensor_ring dy_;
    tensor_ring result_;
    std::vector<tensor_ring> parameters_;
    std::vector<tensor_ring> gradients_;
    pass_bench passes_;
};

}  // namespace softknee::bench
