// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/learnable/prelu.hpp>

#include <kernels/channel_operation.hpp>

/// The numbers that decide how fast the kernels are, and nothing else about them. All are estimates from
/// the bytes that a multiprocessor must keep in flight (32 KiB on H100, 48 KiB on H200): no measurement stands behind
/// them yet.
namespace softknee::kernels::cuda {

/// Threads of a block. Eight such blocks fill a multiprocessor of 2048 threads.
inline constexpr int threads_per_block = 256;

/// 16-byte packs of each contiguous tensor that a thread handles: 2048 threads then have at least 64 KiB in flight.
inline constexpr int packs_per_thread = 2;

/// Elements of each strided tensor that a thread handles, a block's width apart.
inline constexpr int strided_elements_per_thread = 4;

/// Packs of each tensor that a thread of a kernel with parameters loads before it waits for the first of them: 512
/// threads, for which there are registers, then have 32 KiB of two inputs in flight.
inline constexpr int channel_steps_in_flight = 2;

/// Whether these steps are unrolled. For prelu that takes five instructions of twenty from each element in 16 bits;
/// kernels with it take a fifth to a half longer to compile.
template <class Operation>
inline constexpr bool unrolled = false;
template <>
inline constexpr bool unrolled<learned<prelu>> = true;

}  // namespace softknee::kernels::cuda
