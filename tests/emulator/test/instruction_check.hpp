// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include <emulator/test/kernel_run.hpp>

/// Tables of instructions, and what is expected of each.
namespace softknee_emulator::test {

/// Expects an instruction to give its result for each row of the table: the bit patterns of the operands, and behind
/// them that of the result. A failure shows the row in hexadecimal.
void expect_results(const std::string& instruction, std::initializer_list<std::vector<std::uint64_t>> rows);
void expect_result(const std::string& instruction, const std::vector<std::uint64_t>& operands, std::uint64_t expected);

/// Expects a NaN, whichever, from an instruction of f16, bf16, f32 or f64.
void expect_nan(const std::string& instruction, const std::vector<std::uint64_t>& operands);

/// Expects the output of a kernel, word by word.
void expect_output(const kernel_text& kernel, const run_options& options, const std::vector<std::uint64_t>& expected);

/// Expects these words at the start of the output of one thread with this body.
void expect_words(const std::string& body, const std::vector<std::uint64_t>& expected,
                  const std::string& declarations = "");

/// What is wrong by the machine's account: the text of the fault; empty if there is none.
std::string fault_of(const std::function<void()>& action);
std::string fault_of(const kernel_text& kernel, const run_options& options = {});

/// Expects a fault whose text has all these parts.
void expect_fault(const kernel_text& kernel, const run_options& options, std::initializer_list<std::string> parts);
/// Expects none.
void expect_no_fault(const kernel_text& kernel, const run_options& options);

}  // namespace softknee_emulator::test
