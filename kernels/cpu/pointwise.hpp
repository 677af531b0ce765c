// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cpu/pointwise_block.hpp>
#include <kernels/pointwise_call.hpp>

namespace softknee::kernels::cpu {

/// Runs an element-wise call on the CPU: cuts it into runs of consecutive elements, copying strided ones through a
/// small buffer, and shares the runs between threads.
///
/// @param threads  at most so many; 0 for as many as OpenMP would take, fewer where waking them costs more
void run_pointwise(const pointwise_call& call, block_function function, int threads);

}  // namespace softknee::kernels::cpu
