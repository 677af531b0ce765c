// SPDX-License-Identifier: Apache-2.0
#include <host/channel_dispatch.hpp>
#include <host/device/device_runtime.hpp>

namespace softknee::host {

void launch_on_device(const channel_activation&, const kernels::channel_call&, int, stream_ref) {
    require_device();
}

}  // namespace softknee::host
