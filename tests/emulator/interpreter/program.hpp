// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <emulator/interpreter/instruction.hpp>
#include <emulator/ptx/module.hpp>

namespace softknee_emulator {

/// Registers whose value a thread finds when it starts.
enum class special_register {
    thread_x,
    thread_y,
    thread_z,
    block_size_x,
    block_size_y,
    block_size_z,
    block_x,
    block_y,
    block_z,
    grid_size_x,
    grid_size_y,
    grid_size_z,
    lane,
    warp,
    warps,
    lanes_equal,
    lanes_less,
    lanes_less_equal,
    lanes_greater,
    lanes_greater_equal,
    multiprocessor,
    grid,
    dynamic_shared_bytes,
    total_shared_bytes
};

/// A place in the bytes of an argument or of a thread's local memory.
struct placed_variable {
    std::size_t offset;
    std::size_t bytes;
};

/// A kernel, decoded.
struct program {
    std::string name;
    std::vector<instruction> code;
    std::vector<std::uint64_t> initial_registers;  ///< constants in their slots, zeros elsewhere
    std::vector<std::pair<int, special_register>> special_registers;
    std::vector<std::pair<int, std::size_t>> local_addresses;  ///< slots that hold the address of local memory + offset
    std::vector<placed_variable> parameters;                   ///< in the bytes of the arguments
    std::size_t parameter_bytes = 0;
    std::size_t local_bytes = 0;
    std::size_t shared_bytes = 0;
    std::deque<std::string> texts;  ///< of the instructions
};

}  // namespace softknee_emulator
