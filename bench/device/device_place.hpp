// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <bench/bench_place.hpp>

namespace softknee::bench {

/// The current CUDA device. Calls are timed between events around graphs of launches. Its ceilings are cudaMemcpyAsync,
/// a kernel of softknee's own and cub::DeviceTransform; its peers cub::DeviceTransform and, if there, cuDNN.
/// @throws no_device_error, driver_error, device_error
std::unique_ptr<bench_place> make_device_place();

}  // namespace softknee::bench
