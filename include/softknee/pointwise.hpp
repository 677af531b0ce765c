// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/catalogue.hpp>
#include <softknee/execution.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee {

/// y = activation(x), element by element.
///
/// Host views run on the CPU before the call returns; device views are submitted to `stream` of their device, without
/// an allocation or a synchronisation, and can be captured in a CUDA graph. x and y have one shape and one dtype; x may
/// have strides of 0. y may be the identical view as x (in place); any other overlap is refused. The bits of the result
/// depend on x, the activation and the dtype alone.
///
/// Safe to call from several threads on distinct outputs. The current device is left as it was.
/// @throws parameter_error, pointer_error, shape_error, dtype_error, placement_error, overlap_error, and for device
/// views
///         no_device_error, driver_error, architecture_error, device_error
void forward(const activation& activation, const_tensor_view x, tensor_view y, stream_ref stream = {});

/// The same on the CPU, with the threads and the instruction set that `execution` names.
/// @throws as above; placement_error for device views, unsupported_error if this machine lacks the instruction set
void forward(const activation& activation, const_tensor_view x, tensor_view y, const host_execution& execution);

/// dx = dy * activation'(x), element by element, with the derivative computed from what the caller has kept.
///
/// Where the derivative is 0, dx is 0 even if dy is infinite or NaN. dx may be the identical view as dy or as the saved
/// tensor. Shapes, dtypes, placement, threads and errors as for `forward`.
/// @throws saved_tensor_error if the saved tensor does not determine the derivative of this activation
void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              stream_ref stream = {});

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              const host_execution& execution);

}  // namespace softknee
