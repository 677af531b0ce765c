// SPDX-License-Identifier: Apache-2.0
#include <host/device/device_runtime.hpp>
#include <host/dispatch.hpp>
#include <kernels/cuda/pointwise_launch.hpp>

namespace softknee::host {

namespace {

kernels::cuda::pointwise_kernel_finder kernels_of(const activation& activation) {
    return std::visit([]<class A>(const A&) { return &kernels::cuda::find_pointwise_kernel<A>; }, activation);
}

}  // namespace

void launch_on_device(const activation& activation, const kernels::pointwise_call& call, int device,
                      stream_ref stream) {
    const current_device_guard guard(device);
    kernels::cuda::launch_pointwise(call, kernels_of(activation), stream.get());
}

void launch_on_device(const activation& activation, std::span<const kernels::pointwise_call> calls, int device,
                      stream_ref stream) {
    const current_device_guard guard(device);
    kernels::cuda::launch_pointwise(calls, kernels_of(activation), stream.get());
}

}  // namespace softknee::host
