// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <host/channel_dispatch.hpp>
#include <host/channel_shape.hpp>
#include <host/validation.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/workspace.hpp>

/// What calls with parameter tensors are checked for beyond their data tensors.
namespace softknee::host {

/// @param data  the dtype of the data
/// @throws dtype_error unless it is that of the data or their compute type
void validate_parameter_dtype(std::string_view function, const named_view& parameter, dtype data);

/// Checks parameters and gradients against the data tensors of a call, which are valid.
/// @param inputs  what the call reads; the first is looked at for dtype and place
/// @param device  of the data; -1 on the host and where they have no elements
/// @returns the device of the call: without data, that of the gradients, which become sums of nothing
/// @throws dtype_error, shape_error, pointer_error, placement_error, overlap_error
int validate_parameters(std::string_view function, const std::vector<named_parameter>& parameters,
                        const std::vector<named_view>& inputs, const std::optional<named_view>& output, int device);

/// @throws workspace_error, pointer_error, placement_error, overlap_error
void validate_workspace(const workspace& space, std::size_t needed, const std::vector<named_parameter>& parameters,
                        const std::vector<named_view>& inputs, const std::optional<named_view>& output, int device);

/// @param outside  whether a residual is added outside
/// @throws saved_tensor_error if the saved tensor does not determine the derivatives
void validate_saved(const channel_activation& activation, const saved_tensor& saved, bool outside);

/// Slopes that can be read before anything is launched must determine the gradients.
/// @throws saved_tensor_error for one that is not positive and finite
void validate_host_slopes(const named_parameter& parameter);

}  // namespace softknee::host
