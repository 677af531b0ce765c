// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>

#include <kernels/channel_call.hpp>
#include <kernels/channel_operation.hpp>
#include <softknee/biased.hpp>
#include <softknee/execution.hpp>
#include <softknee/learnable.hpp>
#include <softknee/stream.hpp>

/// From an operation with parameter tensors that is known at run time to the kernel that was compiled for it.
namespace softknee::host {

using channel_activation = std::variant<learnable, biased>;

void run_on_host(const channel_activation& activation, const kernels::channel_call& call,
                 const host_execution& execution);

/// Submits the call to a stream of `device`, and leaves the current device as it was.
/// @throws no_device_error if this build has no CUDA kernels; architecture_error, device_error if the launch is refused
void launch_on_device(const channel_activation& activation, const kernels::channel_call& call, int device,
                      stream_ref stream);

/// Calls function.template operator()<Operation>() with the operation of kernels/channel_operation.hpp that the
/// activation stands for.
template <class Function>
auto with_operation(const channel_activation& activation, Function&& function) {
    if (const auto* learned = std::get_if<learnable>(&activation)) {
        return std::visit([&]<class L>(const L&) { return function.template operator()<kernels::learned<L>>(); },
                          *learned);
    }
    return std::visit([&]<class A>(const A&) { return function.template operator()<kernels::with_bias<A>>(); },
                      std::get<biased>(activation).function);
}

}  // namespace softknee::host
