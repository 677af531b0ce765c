// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/interpreter/machine.hpp>

/// Short kernels, run for what they leave in memory.
namespace softknee_emulator::test {

/// The body of a kernel "k" of sm_90 with one parameter, the address `%out` of 64-bit words. Registers: %rd<16>,
/// %r<16>, %h<16> (16 bits), %f<16>, %d<16> (double), %p<8>.
struct kernel_text {
    std::string body;
    std::string declarations = "";  ///< before the kernel
};

struct run_options {
    dimensions grid{1, 1, 1};
    dimensions block{1, 1, 1};
    std::size_t words = 1;  ///< of the output, zero at the start
    std::size_t dynamic_shared_bytes = 0;
    machine_options machine{};
};

/// The output's words after the kernel.
/// @throws fault
std::vector<std::uint64_t> run(const kernel_text& kernel, const run_options& options = {});

/// The result of one instruction, "add.rn.f32", whose operands are the given bits, each in a register.
/// @throws fault
std::uint64_t result_of(const std::string& instruction, const std::vector<std::uint64_t>& operands,
                        int approximation_error = 0);

}  // namespace softknee_emulator::test
