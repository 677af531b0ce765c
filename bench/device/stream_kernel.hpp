// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/stream.hpp>

#include <bench/traffic.hpp>

namespace softknee::bench {

/// Moves a transfer with the accesses that the element-wise kernels make: 16 bytes, several of them in flight in each
/// thread. Writes what it reads, or the bits in which two tensors differ.
///
/// @param transfer  addresses and bytes are multiples of 16
/// @throws device_error
void run_stream_kernel(const plain_transfer& transfer, stream_ref stream);

}  // namespace softknee::bench
