// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <kernels/cuda/pointwise_kernel.hpp>
#include <kernels/pointwise_call.hpp>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// Submits an element-wise call to a stream of the current device, without an allocation or a synchronisation.
///
/// @param find  the kernels of the activation
/// @throws no_device_error, driver_error, architecture_error, device_error
void launch_pointwise(const pointwise_call& call, pointwise_kernel_finder find, CUstream_st* stream);

/// The same for calls of one activation and parameters that may run in any order. Contiguous ones of one pass and dtype
/// share launches.
void launch_pointwise(std::span<const pointwise_call> calls, pointwise_kernel_finder find, CUstream_st* stream);

}  // namespace softknee::kernels::cuda
