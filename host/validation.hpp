// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include <softknee/saved_tensor.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// A view with the name that its documentation gives it, for messages.
struct named_view {
    std::string_view name;
    const_tensor_view view;
};

/// The tensors of one call.
struct call_tensors {
    std::string_view function;
    std::vector<named_view> inputs;
    tensor_view output;
    std::string_view output_name;
};

/// @throws pointer_error if the address is null or not a multiple of the size of an element
void validate_pointer(std::string_view function, const named_view& tensor);

/// The device that a device view lies on.
/// @throws placement_error if the pointer is not to device or managed memory; no_device_error, driver_error if no
/// device can
///         be used
int validate_device_pointer(std::string_view function, const named_view& tensor);

/// Checks everything that design and documentation ask of the tensors of an element-wise call, before anything is
/// launched or written, and finds where to run.
///
/// @returns the device that all tensors lie on, or -1 for the host (also for tensors without elements)
/// @throws shape_error, dtype_error, pointer_error, placement_error, overlap_error, each naming the argument;
///         no_device_error or driver_error for device views where no device can be used
int validate_tensors(const call_tensors& tensors);

}  // namespace softknee::host
