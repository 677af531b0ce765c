// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_call.hpp>
#include <kernels/cpu/channel_block.hpp>

namespace softknee::kernels::cpu {

/// Runs a call with parameter tensors on the CPU: block by block of its partition, with the sums that the threads of a
/// device would have, and then the gradients from the partial sums in the call's workspace.
///
/// @param threads  at most so many; 0 for as many as OpenMP would take, fewer where waking them costs more
void run_channelwise(const channel_call& call, channel_block_function function, int threads);

}  // namespace softknee::kernels::cpu
