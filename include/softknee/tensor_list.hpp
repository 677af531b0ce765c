// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <softknee/catalogue.hpp>
#include <softknee/execution.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

/// The pointwise functions for lists of tensors: many small ones cost the launches of one large one.
///
/// Each tensor of a list has its own shape and dtype; all lie in host memory, or on one device. The bits are those of a
/// call for each. Nothing is written before the whole list has been checked; messages number the tensors ("y[2]").
/// Where a call runs, threads, aliasing within a member and capture are as for the pointwise functions. Besides, no
/// output may share a byte with a tensor of another member of its list; inputs may.
///
/// On a device, contiguous members of one dtype share launches: up to 62 in a forward pass and 45 in a backward pass,
/// whose saved tensors are of one kind. Each other member takes a launch. On the host members run one after another.
namespace softknee {

/// y[i] = activation(x[i]), element by element.
///
/// @throws as the pointwise `forward`; shape_error if the lists differ in length, overlap_error, placement_error
/// between
///         members. Where the CUDA runtime refuses a launch (device_error), those before it have been submitted.
void forward(const activation& activation, std::span<const const_tensor_view> x, std::span<const tensor_view> y,
             stream_ref stream = {});
void forward(const activation& activation, std::span<const const_tensor_view> x, std::span<const tensor_view> y,
             const host_execution& execution);

/// dx[i] = dy[i] * activation'(x[i]), with the derivative computed from saved[i].
///
/// @throws as above, and as the pointwise `backward`
void backward(const activation& activation, std::span<const saved_tensor> saved, std::span<const const_tensor_view> dy,
              std::span<const tensor_view> dx, stream_ref stream = {});
void backward(const activation& activation, std::span<const saved_tensor> saved, std::span<const const_tensor_view> dy,
              std::span<const tensor_view> dx, const host_execution& execution);

}  // namespace softknee
