// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include <kernels/cuda/layout.hpp>

namespace softknee::kernels::cuda {

/// The address of the kernel for one activation; null for a backward pass from y that the activation lacks. Its
/// arguments are a layout of that kind, element type and number of inputs, and the parameters in the compute type.
///
/// Instantiated once for each activation; one that is missing is an error of the linker that names the activation.
template <class Activation>
const void* find_pointwise_kernel(pass direction, dtype type, layout_kind layout);

using pointwise_kernel_finder = const void* (*)(pass direction, dtype type, layout_kind layout);

}  // namespace softknee::kernels::cuda
