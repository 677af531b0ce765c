// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/stream.hpp>

#include <bench/traffic.hpp>

namespace softknee::bench {

/// A pass over the tensors of a transfer: `first` is x, `second` dy.
/// @throws device_error
using pass_program = void (*)(const plain_transfer& tensors, stream_ref stream);

/// The pass as cub::DeviceTransform makes it with the function that softknee's kernels evaluate: what their loading and
/// storing is worth. Of relu, gelu and mish, a cheap, a usual and a dear one; null for all others, for float64 and
/// for gradients from y.
pass_program find_same_function(std::string_view activation, pass direction, dtype type);

}  // namespace softknee::bench
