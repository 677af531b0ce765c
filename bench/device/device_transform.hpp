// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>
#include <softknee/stream.hpp>

#include <bench/traffic.hpp>

namespace softknee::bench {

/// Moves a transfer with cub::DeviceTransform, which chooses its accesses by the size of an element. Writes what it
/// reads, or the bits in which two tensors differ.
///
/// @throws device_error
void run_transform(const plain_transfer& transfer, dtype type, stream_ref stream);

}  // namespace softknee::bench
