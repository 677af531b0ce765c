// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_call.hpp>
#include <kernels/cpu/channel_block.hpp>

namespace softknee::kernels::cpu {

/// Runs a call in which nothing is added: elements are taken in the order of memory, whatever partition a sum would
/// need.
void run_without_sums(const channel_call& call, channel_block_function function, int threads);

}  // namespace softknee::kernels::cpu
