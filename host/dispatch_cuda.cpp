// SPDX-License-Identifier: Apache-2.0
#include <host/device/device_runtime.hpp>
#include <host/dispatch.hpp>
#include <kernels/cuda/pointwise_launch.hpp>

namespace softknee::host {

void launch_on_device(const activation& activation, const kernels::pointwise_call& call, int device,
                      stream_ref stream) {
    const current_device_guard guard(device);
    const kernels::cuda::pointwise_kernel_finder find =
        std::visit([]<class A>(const A&) { return &kernels::cuda::find_pointwise_kernel<A>; }, activation);
    kernels::cuda::launch_pointwise(call, find, stream.get());
}

}  // namespace softknee::host
