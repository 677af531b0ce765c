// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <emulator/ptx/module.hpp>

namespace softknee_emulator {

struct thread;
struct instruction;

/// What a thread does after an instruction.
enum class flow {
    next,
    jump,  ///< the instruction has set where to go
    wait,  ///< until the block's scheduler has carried it out for all its threads
    exit
};

using operation = flow (*)(thread&, const instruction&);

enum class rounding { nearest, to_zero, down, up };
enum class to_integer { none, nearest, to_zero, down, up };
/// What threads wait for.
enum class meeting { none, barrier, warp_barrier, shuffle, vote, match, reduction, active_mask };

inline constexpr int no_slot = -1;

/// An instruction whose operands are slots of a thread's register file and whose spelling is data.
struct instruction {
    operation run = nullptr;
    std::array<int, 6> slot{no_slot, no_slot, no_slot, no_slot, no_slot, no_slot};  ///< the result first
    std::array<int, 8> lanes{no_slot, no_slot, no_slot, no_slot, no_slot, no_slot, no_slot, no_slot};  ///< of a vector
    int lane_count = 0;
    int guard = no_slot;
    bool guard_is_negated = false;

    rounding round = rounding::nearest;
    to_integer round_to_integer = to_integer::none;
    bool flushes_subnormals = false;  ///< .ftz
    bool saturates = false;           ///< .sat, .satfinite
    bool clamps_negatives = false;    ///< .relu
    bool propagates_nan = false;      ///< .NaN
    bool absolute = false;            ///< .abs
    bool out_of_bounds_is_zero = false;

    ptx::state_space space = ptx::state_space::generic;
    bool read_only = false;  ///< ld.global.nc
    std::size_t bytes = 0;   ///< of an element in memory
    bool is_signed = false;
    std::int64_t offset = 0;  ///< of an address
    int bits = 0;             ///< of a packed operand

    meeting met = meeting::none;
    int choice = 0;                         ///< the variant of an operation, by an enumeration of its own
    bool negates = false;                   ///< an operand "!p"
    std::size_t target = 0;                 ///< of a branch or a call
    std::array<std::uint64_t, 2> copies{};  ///< of a call, see control.cpp and asynchronous_copy.cpp
    const std::string* text = nullptr;      ///< as written
};

}  // namespace softknee_emulator
