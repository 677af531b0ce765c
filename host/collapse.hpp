// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include <kernels/pointwise_call.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// Fills sizes, rank, count and the operands of a call from views of one shape, with as few dimensions as possible:
/// sizes of 1 vanish, dimensions are ordered by the output's strides, and neighbours that are one run in every operand
/// become one dimension. A transposed or permuted tensor whose operands agree is one run again.
void set_operands(kernels::pointwise_call& call, std::span<const const_tensor_view> inputs, const tensor_view& output);

}  // namespace softknee::host
