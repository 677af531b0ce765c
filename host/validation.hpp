// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <softknee/catalogue.hpp>
#include <softknee/execution.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// A view with the name that its documentation gives it, for messages.
struct named_view {
    std::string_view name;
    const_tensor_view view;
};

/// The tensors of one call, all of one shape and dtype.
struct call_tensors {
    std::string_view function;
    std::span<const named_view> inputs;
    std::optional<tensor_view> output;
    std::string_view output_name;
};

/// @throws placement_error if one lies on the host and the other on a device
void validate_same_memory(std::string_view function, const named_view& tensor, const named_view& first);

/// @throws overlap_error if its own elements overlap
void validate_injective(std::string_view function, const named_view& output);

/// @throws overlap_error unless it is certain that no byte belongs to both
void validate_disjoint(std::string_view function, const named_view& output, const named_view& other);

/// @throws pointer_error if the address is null or not a multiple of the size of an element
void validate_pointer(std::string_view function, const named_view& tensor);

/// The device that a device view lies on.
/// @throws placement_error if the pointer is not to device or managed memory; no_device_error, driver_error if no
/// device can
///         be used
int validate_device_pointer(std::string_view function, const named_view& tensor);

/// @throws placement_error if the memory of a device view does not lie on `device`; and as validate_device_pointer
void validate_device(std::string_view function, const named_view& tensor, int device, const named_view& first);

/// Checks everything that design and documentation ask of the tensors of an element-wise call, before anything is
/// launched or written, and finds where to run.
///
/// @returns the device that all tensors lie on, or -1 for the host (also for tensors without elements)
/// @throws shape_error, dtype_error, pointer_error, placement_error, overlap_error, each naming the argument;
///         no_device_error or driver_error for device views where no device can be used
int validate_tensors(const call_tensors& tensors);

/// @throws saved_tensor_error if `backward` cannot compute the activation's derivative from what was saved
void validate_saved(const activation& activation, const saved_tensor& saved, std::string_view name = "saved");

/// @param where  of the call's tensors
/// @throws placement_error for tensors on a device; unsupported_error if this machine lacks the instruction set, or for
///         a negative number of threads
void validate_execution(std::string_view function, const host_execution& execution, memory where);

}  // namespace softknee::host
