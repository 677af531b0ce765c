// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/pointwise_call.hpp>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// Submits an element-wise call to a stream of the current device, without an allocation or a synchronisation.
///
/// Instantiated once for each activation, in a translation unit of its own; one that is missing is an error of the
/// linker that names the activation.
/// @throws no_device_error, driver_error, architecture_error, device_error
template <class Activation>
void launch_pointwise(const pointwise_call& call, CUstream_st* stream);

}  // namespace softknee::kernels::cuda
