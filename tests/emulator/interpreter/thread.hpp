// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <emulator/interpreter/program.hpp>
#include <emulator/memory/device_memory.hpp>
#include <emulator/memory/race_log.hpp>

namespace softknee_emulator {

/// Shared memory of the block that is running, and what has happened to each of its bytes.
struct shared_memory {
    std::vector<std::byte> data;
    std::vector<std::uint8_t> written;
    std::vector<race_log::interval> last_write;
    std::vector<race_log::interval> last_read;
};

/// What the threads of a block have in common.
struct block_context {
    const program* kernel;
    const std::byte* arguments;
    device_memory* memory;
    shared_memory shared;
    race_log* races;
    std::uint64_t index = 0;
    int approximation_error = 0;
};

/// A copy into shared memory that its thread has not waited for.
struct asynchronous_copy {
    std::array<std::byte, 16> content;
    std::size_t bytes;
    std::size_t offset;   ///< in shared memory
    std::uint64_t group;  ///< committed ones of the thread before it
};

enum class thread_state { ready, waiting, exited };

struct thread {
    std::uint64_t* registers;
    std::size_t next;  ///< the instruction that is to be run
    unsigned index;    ///< in the block
    unsigned lane;
    unsigned warp;
    race_log::interval interval;
    thread_state state;
    std::byte* local;
    block_context* block;
    const instruction* waiting_at;
    std::vector<asynchronous_copy> copies;  ///< in the order of their groups
    std::uint64_t copy_groups;              ///< committed ones
};

/// The low bits of a register as a value of a type, and back with the other bits zero.
template <class T>
T read(const thread& t, int slot) {
    T value;
    std::memcpy(&value, &t.registers[slot], sizeof(T));
    return value;
}

template <class T>
void write(thread& t, int slot, T value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    t.registers[slot] = bits;
}

}  // namespace softknee_emulator
