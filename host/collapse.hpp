// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include <host/fixed_list.hpp>
#include <kernels/pointwise_call.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// The most tensors that are looked at together: parameters and their gradients.
inline constexpr std::size_t maximum_strides = 8;

/// One dimension of several tensors: its size, and the stride of each of them.
struct strided_dimension {
    std::int64_t size;
    fixed_list<std::int64_t, maximum_strides> strides;
};

using dimension_list = fixed_list<strided_dimension, maximum_rank>;

/// Row-major without gaps; sizes of 1 have any stride.
bool is_contiguous(const tensor_shape& shape);

/// The dimensions of a shape in the order of a tensor's strides, outermost first; those of size 1 are left out.
fixed_list<int, maximum_rank> order_of_dimensions(const tensor_shape& shape);

/// Makes one dimension of neighbours that are one run in every tensor.
dimension_list merged(const dimension_list& dimensions);

/// Fills sizes, rank, count and the operands of a call from views of one shape, with as few dimensions as possible:
/// sizes of 1 vanish, dimensions are ordered by the output's strides, and neighbours that are one run in every operand
/// become one dimension. A transposed or permuted tensor whose operands agree is one run again.
void set_operands(kernels::pointwise_call& call, std::span<const const_tensor_view> inputs, const tensor_view& output);

}  // namespace softknee::host
