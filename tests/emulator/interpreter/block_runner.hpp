// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include <emulator/interpreter/machine.hpp>
#include <emulator/interpreter/thread.hpp>

namespace softknee_emulator {

/// Runs the threads of one block after the other, each as far as it gets, until all have ended.
class block_runner {
public:
    block_runner(const launch_request& request, device_memory& memory, const machine_options& options, race_log& races);

    /// @throws fault, with the kernel, the block, the thread and the instruction
    void run(std::uint64_t block_index);
    std::uint64_t instructions() const { return instructions_; }

private:
    void start_threads(std::uint64_t block_index);
    void order_threads();
    void run_thread(thread& t);
    void try_barrier(const thread& arrived);
    void try_warp(thread& arrived);
    void answer_active_masks();
    [[noreturn]] void refuse_deadlock() const;
    [[noreturn]] void refuse(const thread& t, const instruction& i, const std::string& why) const;

    const launch_request& request_;
    const machine_options& options_;
    block_context context_;
    std::vector<thread> threads_;
    std::vector<std::uint64_t> registers_;
    std::vector<std::byte> local_;
    std::vector<unsigned> order_;
    std::mt19937_64 generator_;
    unsigned alive_ = 0;
    std::uint64_t instructions_ = 0;
};

}  // namespace softknee_emulator
