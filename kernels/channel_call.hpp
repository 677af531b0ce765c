// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/learnable/description.hpp>
#include <softknee/rank.hpp>

#include <kernels/pointwise_call.hpp>

namespace softknee::kernels {

enum class residual_place { none, inside, outside };

/// One parameter tensor of a call and its gradient. Strides are those of the call's group dimensions, 0 in a dimension
/// that all share; `kept` says in which the parameter has a size of its own.
struct channel_parameter {
    const void* values;  ///< null where the pass does not read them
    dtype type;
    void* gradient;  ///< null if it is not wanted
    dtype gradient_type;
    std::array<bool, maximum_rank> kept;
    std::array<std::int64_t, maximum_rank> strides;
    std::array<std::int64_t, maximum_rank> gradient_strides;
};

/// A validated call with parameter tensors, the same for every kernel.
///
/// Elements are numbered in the order of the dimensions, outermost first, whatever the strides of a tensor. Element
/// e belongs to sample e / (groups * plane) and to group e / plane % groups; all elements of a group have the same
/// parameters. Groups have dimensions of their own, over which the parameters' strides run: neighbours that could be
/// one are one, as among the dimensions of the tensors.
struct channel_call {
    pass direction;
    dtype type;
    std::int64_t count;  ///< samples * groups * plane; 0 where only gradients are to become sums of nothing
    int rank;
    std::array<std::int64_t, maximum_rank> sizes;
    std::array<pointwise_operand, 2> inputs;  ///< x, or the saved tensor and dy
    pointwise_operand residual;
    residual_place place;
    pointwise_operand output;  ///< data is null if dx is not wanted

    std::int64_t samples;
    std::int64_t groups;
    std::int64_t plane;
    int group_rank;  ///< at least 1
    std::array<std::int64_t, maximum_rank> group_sizes;
    int parameter_count;
    std::array<channel_parameter, maximum_parameter_tensors> parameters;

    bool sums_are_scaled;  ///< each sum is that of the parameter times its derivative: prelu from y
    double accumulate;
    std::array<double, maximum_parameters> constants;  ///< of the pointwise activation behind a bias, rounded
    void* workspace;                                   ///< null if there is nothing to add and no status to report

    int input_count() const { return direction == pass::forward ? 1 : 2; }
    bool gradients_wanted() const {
        for (int k = 0; k < parameter_count; ++k) {
            if (parameters[k].gradient != nullptr) return true;
        }
        return false;
    }
};

}  // namespace softknee::kernels
