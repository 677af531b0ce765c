// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include <channelwise/channel_tensors.hpp>

#include "device_patterns.hpp"

namespace softknee::test {

/// The tensors of one call on the device, and a workspace with nothing in it that helps.
struct device_tensors {
    device_tensors(channel_tensors& host, const std::array<std::int64_t, 4>& offsets, std::size_t workspace_bytes,
                   stream_ref stream)
        : x(host.x, offsets[0], stream),
          dy(host.dy, offsets[1], stream),
          y(host.y, offsets[2], stream),
          dx(host.dx, offsets[3], stream),
          slopes(host.slopes, 1, stream),
          gradient(host.gradient, 3, stream),
          space(static_cast<std::int64_t>(workspace_bytes + 7) / 8, stream) {}

    device_patterns x, dy, y, dx, slopes, gradient;
    device_buffer<double> space;
};

}  // namespace softknee::test
