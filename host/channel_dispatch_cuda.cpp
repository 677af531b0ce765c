// SPDX-License-Identifier: Apache-2.0
#include <host/channel_dispatch.hpp>
#include <host/device/device_runtime.hpp>
#include <kernels/cuda/channel_launch.hpp>

namespace softknee::host {

void launch_on_device(const channel_activation& activation, const kernels::channel_call& call, int device,
                      stream_ref stream) {
    const current_device_guard guard(device);
    const kernels::cuda::channel_kernel_finder find =
        with_operation(activation, []<class Operation>() { return &kernels::cuda::find_channel_kernel<Operation>; });
    kernels::cuda::launch_channelwise(call, find, stream.get());
}

}  // namespace softknee::host
