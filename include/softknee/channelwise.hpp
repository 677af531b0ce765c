// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <softknee/biased.hpp>
#include <softknee/execution.hpp>
#include <softknee/learnable.hpp>
#include <softknee/parameter_view.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>
#include <softknee/workspace.hpp>

/// Activations whose parameters are tensors: slopes and other learned parameters, and biases. Their gradients are sums
/// over the elements that share a parameter.
///
/// x, y, dy, dx and the residual have one shape and one dtype, and any strides; an output may be the identical view as
/// an input. Where a call runs, threads, capture and errors are as for the pointwise functions; `execution` in the
/// place of a stream names threads and instruction set for host views.
namespace softknee {

/// y = activation(x), with the parameters in the order of the activation's `parameter_names`. One launch.
///
/// @throws parameter_error for a wrong number of parameters; shape_error for a parameter that does not fit x;
///         dtype_error for one whose dtype is neither the data's nor its compute type; and as the pointwise forward
void forward(const learnable& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
             tensor_view y, stream_ref stream = {});
void forward(const learnable& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
             tensor_view y, const host_execution& execution);

/// y = function(x + bias), with a residual inside or outside if there is one. One launch.
/// @throws as above
void forward(const biased& activation, const_tensor_view x, const parameter_view& bias, tensor_view y,
             stream_ref stream = {}, const std::optional<residual>& added = std::nullopt);
void forward(const biased& activation, const_tensor_view x, const parameter_view& bias, tensor_view y,
             const host_execution& execution, const std::optional<residual>& added = std::nullopt);

/// What a backward pass writes.
struct channel_gradients {
    /// The shape and dtype of dy; none if it is not wanted. It may be the identical view as dy or the saved tensor.
    std::optional<tensor_view> dx;
    /// One for each parameter, of its shape, in its dtype or the compute type; none for one that is not wanted.
    std::vector<std::optional<tensor_view>> parameters;
    /// Each becomes accumulate * itself + the sum. With 0 it is only written, whatever it held.
    double accumulate = 0.0;
};

/// The bytes of workspace that `backward` needs for these shapes and dtypes: no memory is looked at, and the data
/// pointers may be null. 0 where x has no elements.
///
/// @param x  with the strides of the tensor that will be saved
/// @throws as `forward` for shapes and dtypes
std::size_t workspace_bytes(const learnable& activation, const const_tensor_view& x,
                            const std::vector<parameter_view>& parameters);
std::size_t workspace_bytes(const biased& activation, const const_tensor_view& x, const parameter_view& bias);

/// dx = dy * activation'(x), and each parameter's gradient: the sum of dy * (derivative by the parameter) over the
/// elements that share it. One pass over the saved tensor and dy; two launches.
///
/// The terms are rounded to the compute type and added in double (for float64 in two doubles), in an order that the
/// shapes and strides alone decide: the bits are the same on every device, for every launch, and on the CPU. Each sum
/// is within 1 ULP of the exact sum of its terms, rounding to its dtype included, where the terms' magnitudes add up
/// to at most 2^20 times it and there are at most 2^31 of them. A parameter that no element has is given the sum 0.
///
/// @param space  may be empty if no parameter's gradient is wanted and nothing is computed from y
/// @throws saved_tensor_error if the saved tensor does not determine the derivatives, or for host slopes that are not
///         positive and finite where prelu is computed from y; workspace_error; and as `forward`
void backward(const learnable& activation, const saved_tensor& saved, const std::vector<parameter_view>& parameters,
              const_tensor_view dy, const channel_gradients& gradients, const workspace& space, stream_ref stream = {});
void backward(const learnable& activation, const saved_tensor& saved, const std::vector<parameter_view>& parameters,
              const_tensor_view dy, const channel_gradients& gradients, const workspace& space,
              const host_execution& execution);

/// dx = dy * function'(x + bias), the bias's gradient being the sum of dx before dx is rounded to its dtype. From y
/// where it determines the derivative of the function and no residual is outside: bias and residual are not read then.
/// @throws as above
void backward(const biased& activation, const saved_tensor& saved, const parameter_view& bias, const_tensor_view dy,
              const channel_gradients& gradients, const workspace& space, stream_ref stream = {},
              const std::optional<residual>& added = std::nullopt);
void backward(const biased& activation, const saved_tensor& saved, const parameter_view& bias, const_tensor_view dy,
              const channel_gradients& gradients, const workspace& space, const host_execution& execution,
              const std::optional<residual>& added = std::nullopt);

}  // namespace softknee
