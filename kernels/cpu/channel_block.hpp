// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/execution.hpp>

#include <kernels/channel_call.hpp>

namespace softknee::kernels::cpu {

/// Where the terms of one parameter are added, element by element: doubles, and behind them, for terms of double, the
/// running sums of their rounding errors.
struct sum_arrays {
    double* values;
    double* errors;
};

/// A run of consecutive elements: x, or the saved tensor and dy, the residual, and the output, which may be one of
/// them, or null. The parameters are in the compute type, one for each element or one for all.
struct channel_block {
    std::array<const void*, 2> inputs;
    const void* residual;
    residual_place place;
    void* output;
    std::int64_t count;
    std::array<const void*, maximum_parameter_tensors> parameters;
    bool parameters_by_element;
    std::array<double, maximum_parameters> constants;
    const sum_arrays* sums;  ///< one for each parameter; null if no gradient is wanted
    bool past_caches;        ///< whether the output, which is no input, is not to take the caches' lines
};

using channel_block_function = void (*)(const channel_block&);

/// The function for one operation (see kernels/channel_operation.hpp) and instruction set; null for a backward pass
/// from y that the operation lacks. Instantiated once for each pair, in a unit compiled for that instruction set.
template <class Operation, instruction_set Set>
channel_block_function find_channel_block_function(pass direction, dtype type);

}  // namespace softknee::kernels::cpu
