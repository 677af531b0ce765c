// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>

#include <kernels/pointwise_call.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/execution.hpp>
#include <softknee/stream.hpp>

/// From an activation that is known at run time to the kernel that was compiled for it.
namespace softknee::host {

/// The parameters in their order, each rounded once to the type that its declaration names.
/// @throws parameter_error if one leaves its range by being rounded to the compute type; a bound that is rounded to the
///         dtype may become infinite, which is no bound
std::array<double, maximum_parameters> rounded_parameters(const activation& activation, dtype type);

void run_on_host(const activation& activation, const kernels::pointwise_call& call, const host_execution& execution);

/// Submits the call to a stream of `device`, and leaves the current device as it was.
/// @throws no_device_error if this build has no CUDA kernels; architecture_error, device_error if the launch is refused
void launch_on_device(const activation& activation, const kernels::pointwise_call& call, int device, stream_ref stream);

/// The same for calls that share launches where they can.
void launch_on_device(const activation& activation, std::span<const kernels::pointwise_call> calls, int device,
                      stream_ref stream);

}  // namespace softknee::host
