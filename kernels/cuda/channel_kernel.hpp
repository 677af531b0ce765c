// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include <kernels/cuda/kernel_entry.hpp>

namespace softknee::kernels::cuda {

/// The kernel for one operation (see kernels/channel_operation.hpp); none for a backward pass from y that the operation
/// lacks. Its first argument is a channel_layout.
///
/// Instantiated once for each operation; one that is missing is an error of the linker that names it.
template <class Operation>
kernel_entry find_channel_kernel(pass direction, dtype type);

using channel_kernel_finder = kernel_entry (*)(pass direction, dtype type);

}  // namespace softknee::kernels::cuda
