// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_call.hpp>
#include <kernels/cuda/channel_kernel.hpp>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// Submits a call with parameter tensors to a stream of the current device, without an allocation or a
/// synchronisation: one kernel, and behind it, where gradients of parameters are wanted, a second one.
///
/// @param find  the kernels of the operation
/// @throws no_device_error, driver_error, architecture_error, device_error
void launch_channelwise(const channel_call& call, channel_kernel_finder find, CUstream_st* stream);

}  // namespace softknee::kernels::cuda
