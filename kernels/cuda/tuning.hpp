// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <softknee/evaluate.hpp>
#include <softknee/learnable/prelu.hpp>

#include <kernels/channel_operation.hpp>

namespace softknee {

struct dyt;
struct identity;
struct learnable_swish;
struct pelu;
struct scaled_tanh;
struct snake;
struct softplus;
struct srelu;
struct swish;

}  // namespace softknee

/// The numbers that decide how fast the kernels are, and nothing else about them. All are estimates from
/// the bytes that a multiprocessor must keep in flight (32 KiB on H100, 48 KiB on H200): no measurement stands behind
/// them yet.
namespace softknee::kernels::cuda {

/// Threads of a block. Eight such blocks fill a multiprocessor of 2048 threads.
inline constexpr int threads_per_block = 256;

/// 16-byte packs of each contiguous tensor that a thread handles: 2048 threads then have at least 64 KiB in flight.
inline constexpr int packs_per_thread = 2;

/// Bytes of a kernel's arguments that a list of tensors may take: with the parameters they stay within the 4096 that
/// every launch may have. Up to 32764 are allowed from sm_70 on, but each launch copies all of them.
inline constexpr int list_argument_bytes = 4096 - 64;

/// Elements of each strided tensor that a thread handles, a block's width apart.
inline constexpr int strided_elements_per_thread = 4;

/// What the kernels with parameters are tuned for.
#if __CUDA_ARCH__ == 900
inline constexpr bool is_sm_90 = true;
inline constexpr bool is_sm_100 = false;
#elif __CUDA_ARCH__ >= 1000 && __CUDA_ARCH__ < 1200
inline constexpr bool is_sm_90 = false;
inline constexpr bool is_sm_100 = true;
#else
inline constexpr bool is_sm_90 = false;
inline constexpr bool is_sm_100 = false;
#endif

/// Packs of each tensor that a thread of a kernel with parameters loads before it waits for the first of them: 768
/// threads of a forward pass and 512 of a backward pass, for which sm_90 has registers, then have 48 KiB in flight, and
/// 512 threads of sm_100 64 KiB. The last is for float64, and for prelu's backward pass from y, which would take more
/// registers than 512 threads have.
inline constexpr int channel_forward_steps_in_flight = 4;
inline constexpr int channel_backward_steps_in_flight = 3;
inline constexpr int channel_forward_steps_in_flight_on_sm_100 = 8;
inline constexpr int channel_backward_steps_in_flight_on_sm_100 = 4;
inline constexpr int channel_fewest_steps_in_flight = 2;

/// A bias's gradient alone reads one tensor: twice as many of its packs are as many bytes.
template <class Operation>
inline constexpr int packs_for_a_step = std::is_same_v<Operation, with_bias<identity>> ? 2 : 1;

template <class Operation, pass Pass, class Element>
inline constexpr int channel_steps_in_flight =
    sizeof(Element) == 8 || (Pass == pass::backward_from_output && !Operation::takes_residual)
        ? channel_fewest_steps_in_flight
    : Pass == pass::forward
        ? (is_sm_100 ? channel_forward_steps_in_flight_on_sm_100 : channel_forward_steps_in_flight)
        : (is_sm_100 ? channel_backward_steps_in_flight_on_sm_100 : channel_backward_steps_in_flight) *
              packs_for_a_step<Operation>;

/// Blocks of these threads that a multiprocessor must have room for. For other architectures than sm_90 ptxas spills in
/// up to half of the forward passes if there must be three.
inline constexpr int channel_forward_blocks = is_sm_90 ? 3 : 2;
inline constexpr int channel_backward_blocks = 2;

template <class Operation, class... Others>
inline constexpr bool is_among = (std::is_same_v<Operation, Others> || ...);

/// The kernels in 16 bits that ptxas would spill in if so many blocks had to have room; `tests/codegen` refuses a
/// kernel that does.
template <class Operation, pass Pass>
inline constexpr bool spills_in_16_bits =
    Pass == pass::forward ? is_among<Operation, with_bias<scaled_tanh>, with_bias<softplus>, with_bias<swish>,
                                     learned<learnable_swish>, learned<snake>, learned<srelu>>
                          : is_among<Operation, learned<dyt>, learned<pelu>, learned<srelu>> ||
                                (is_among<Operation, learned<prelu>> && !is_sm_90);

/// Whether a kernel with parameters may have the registers that it wants, and fewer threads.
template <class Operation, pass Pass, class Element>
inline constexpr bool needs_registers = sizeof(Element) == 8 ||
                                        (sizeof(Element) == 2 && spills_in_16_bits<Operation, Pass>);

/// Whether these steps are unrolled. For prelu that takes five instructions of twenty from each element in 16 bits;
/// kernels with it take a fifth to a half longer to compile.
template <class Operation>
inline constexpr bool unrolled = false;
template <>
inline constexpr bool unrolled<learned<prelu>> = true;

}  // namespace softknee::kernels::cuda
