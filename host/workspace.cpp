// SPDX-License-Identifier: Apache-2.0
#include <softknee/workspace.hpp>

#include <host/device/device_runtime.hpp>
#include <kernels/channel_workspace.hpp>
#include <softknee/error.hpp>

namespace softknee {

workspace_status read_status(const workspace& space, stream_ref stream) {
    unsigned slope_not_positive = 0;
    if (space.data() == nullptr || space.bytes() < sizeof(kernels::workspace_head)) {
        throw pointer_error("read_status", "space", "a workspace without memory", "one that a backward pass has used");
    }
    const auto* head = static_cast<const kernels::workspace_head*>(space.data());
    if (space.where() == memory::host) {
        slope_not_positive = head->slope_not_positive;
    } else {
        const host::current_device_guard guard(host::locate(space.data()).device);
        host::copy_async(&slope_not_positive, &head->slope_not_positive, sizeof(slope_not_positive), stream);
        host::synchronize_stream(stream);
    }
    return slope_not_positive != 0 ? workspace_status::slope_not_positive : workspace_status::good;
}

}  // namespace softknee
