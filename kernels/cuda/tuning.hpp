// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <softknee/evaluate.hpp>
#include <softknee/learnable/prelu.hpp>

#include <kernels/channel_operation.hpp>
#include <kernels/cuda/kernel_entry.hpp>

namespace softknee {

struct identity;

}  // namespace softknee

/// The numbers that decide how fast the kernels are, and nothing else about them. All are estimates from
/// the bytes that a multiprocessor must keep in flight (32 KiB on H100, 48 KiB on H200): no measurement stands behind
/// them yet.
namespace softknee::kernels::cuda {

/// Threads of a block. Eight such blocks fill a multiprocessor of 2048 threads.
inline constexpr int threads_per_block = 256;

/// 16-byte packs of each contiguous tensor that a thread handles: 2048 threads then have at least 64 KiB in flight.
inline constexpr int packs_per_thread = 2;

/// Bytes of a kernel's arguments that a list of tensors may take: with what is made of the parameters they stay within
/// the 4096 that every launch may have. Up to 32764 are allowed from sm_70 on, but each launch copies all of them.
inline constexpr int list_argument_bytes = 4096 - static_cast<int>(prepared_argument::most_bytes);

/// Elements of each strided tensor that a thread handles, a block's width apart.
inline constexpr int strided_elements_per_thread = 4;

/// Shared memory of a block of a kernel with parameters for the packs that it has under way. With it four blocks of a
/// forward pass have 80 KiB under way on sm_90 and sm_100, and three blocks of a backward pass 72 KiB, as on sm_80,
/// whose 164 KiB hold three; on the others, which have 64 or 100 KiB, two or three blocks have 36 and 24 KiB at most.
inline constexpr int channel_ring_bytes_of_large_shared_memory = 49152;
inline constexpr int channel_ring_bytes_of_small_shared_memory = 32768;

/// The same for a block that may have no other beside it: 56 KiB of a backward pass are then under way. It is more than
/// a kernel may declare, and less than the 99 KiB that a block may have from sm_80 on.
inline constexpr int channel_ring_bytes_of_lone_block = 98304;

/// Parameters of which a thread of a backward pass in 16 bits can hold the values and sums, three registers for each
/// element of a pack, and leave room for a second block.
inline constexpr int most_parameters_of_two_blocks = 2;

/// Blocks of the kernels with parameters that a multiprocessor must have room for: as many as ptxas makes room for
/// without spilling, which `tests/codegen` refuses. Learnable activations other than prelu take more registers: with a
/// block less, 60 KiB forward and 48 KiB backward are under way on sm_90.
template <class Operation, pass Pass, class Element>
constexpr int channel_blocks() {
    constexpr bool forward = Pass == pass::forward;
    if (sizeof(Element) == 8) return Operation::takes_residual ? 2 : 1;
    if (Operation::takes_residual || std::is_same_v<Operation, learned<prelu>>) return forward ? 4 : 3;
    if (forward) return 3;
    return sizeof(Element) == 2 && Operation::parameters > most_parameters_of_two_blocks ? 1 : 2;
}

/// Whether the block's shared memory is given to it by the launch, as much as it has a ring of.
template <class Operation, pass Pass, class Element>
inline constexpr bool is_lone_block = channel_blocks<Operation, Pass, Element>() == 1;

/// @param architecture  that the code is compiled for or, in a launch, of the device, which runs code of no later one
constexpr int channel_ring_bytes(bool lone_block, int architecture) {
    if (lone_block && architecture >= 800) return channel_ring_bytes_of_lone_block;
    const bool large = architecture == 800 || architecture == 900 || (architecture >= 1000 && architecture < 1200);
    return large ? channel_ring_bytes_of_large_shared_memory : channel_ring_bytes_of_small_shared_memory;
}

/// Whether a backward pass needs what was saved: that of a bias alone does not.
template <class Operation>
inline constexpr bool reads_saved = true;
template <>
inline constexpr bool reads_saved<with_bias<identity>> = false;

}  // namespace softknee::kernels::cuda
