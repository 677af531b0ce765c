// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include <kernels/cuda/kernel_entry.hpp>
#include <kernels/cuda/layout.hpp>

namespace softknee::kernels::cuda {

/// The kernel for one activation; none for a backward pass from y that the activation lacks. Its first argument is a
/// layout of that kind, element type and number of inputs.
///
/// Instantiated once for each activation; one that is missing is an error of the linker that names the activation.
template <class Activation>
kernel_entry find_pointwise_kernel(pass direction, dtype type, layout_kind layout);

using pointwise_kernel_finder = kernel_entry (*)(pass direction, dtype type, layout_kind layout);

}  // namespace softknee::kernels::cuda
