// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/rank.hpp>

namespace softknee::kernels {

/// One tensor of an element-wise call: the address of element 0 and the strides of the call's dimensions, in elements.
struct pointwise_operand {
    void* data;
    std::array<std::int64_t, maximum_rank> strides;
};

/// A validated element-wise call, the same for every kernel. Dimensions are collapsed: none has size 1, no two that
/// could be one remain apart, and the output's strides fall from the outermost dimension to the innermost.
///
/// Inputs: x for the forward pass; the saved tensor and dy for the backward passes. An input may be the output.
struct pointwise_call {
    pass direction;
    dtype type;
    std::int64_t count;  ///< at least 1
    int rank;            ///< at least 1
    std::array<std::int64_t, maximum_rank> sizes;
    std::array<pointwise_operand, 2> inputs;  ///< the second is unused in the forward pass
    pointwise_operand output;
    std::array<double, maximum_parameters> parameters;  ///< already rounded as their declarations say

    int input_count() const { return direction == pass::forward ? 1 : 2; }
    /// Every operand is one run of consecutive elements.
    bool contiguous() const {
        if (rank != 1 || output.strides[0] != 1) return false;
        for (int i = 0; i < input_count(); ++i) {
            if (inputs[i].strides[0] != 1) return false;
        }
        return true;
    }
};

}  // namespace softknee::kernels
