// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/execution.hpp>

namespace softknee::kernels::cpu {

/// A run of consecutive elements: x, or the saved tensor and dy, and the output, which may be one of them.
struct pointwise_block {
    std::array<const void*, 2> inputs;
    void* output;
    std::int64_t count;
    std::array<double, maximum_parameters> parameters;
    bool past_caches;  ///< how the output is stored
};

using block_function = void (*)(const pointwise_block&);

/// The function for one activation and instruction set; null for a backward pass from y that the activation lacks.
/// Instantiated once for each pair, in a translation unit of its own, compiled for that instruction set.
template <class Activation, instruction_set Set>
block_function find_block_function(pass direction, dtype type);

}  // namespace softknee::kernels::cpu
