// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee::kernels::cuda {

/// The address of the kernel for one operation (see kernels/channel_operation.hpp); null for a backward pass from y
/// that the operation lacks. Its arguments are a channel_layout and the constants in the compute type.
///
/// Instantiated once for each operation; one that is missing is an error of the linker that names it.
template <class Operation>
const void* find_channel_kernel(pass direction, dtype type);

using channel_kernel_finder = const void* (*)(pass direction, dtype type);

}  // namespace softknee::kernels::cuda
