// SPDX-License-Identifier: Apache-2.0
#include "instruction_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include <emulator/fault.hpp>

namespace softknee_emulator::test {
namespace {

std::string hexadecimal(std::uint64_t bits) {
    std::ostringstream text;
    text << "0x" << std::hex << bits;
    return text.str();
}

std::string call_text(const std::string& instruction, const std::vector<std::uint64_t>& operands) {
    std::string text = instruction;
    for (const std::uint64_t operand : operands) text += " " + hexadecimal(operand);
    return text;
}

std::string text_of(const kernel_text& kernel) {
    return kernel.declarations + kernel.body;
}

bool is_nan(const std::string& type, std::uint64_t bits) {
    const auto is_above = [bits](std::uint64_t infinity, std::uint64_t sign) { return (bits & (sign - 1)) > infinity; };
    if (type == "bf16") return is_above(0x7f80, 0x8000);
    if (type == "f16") return is_above(0x7c00, 0x8000);
    if (type == "f32") return is_above(0x7f800000, 0x80000000);
    return is_above(0x7ff0000000000000, 0x8000000000000000);
}

}  // namespace

void expect_result(const std::string& instruction, const std::vector<std::uint64_t>& operands, std::uint64_t expected) {
    std::uint64_t got = 0;
    try {
        got = result_of(instruction, operands);
    } catch (const fault& error) {
        ADD_FAILURE() << call_text(instruction, operands) << "\n  fault: " << error.what();
        return;
    }
    EXPECT_EQ(expected, got) << call_text(instruction, operands) << "\n  expected " << hexadecimal(expected)
                             << "\n  got      " << hexadecimal(got);
}

void expect_results(const std::string& instruction, std::initializer_list<std::vector<std::uint64_t>> rows) {
    for (const std::vector<std::uint64_t>& row : rows) {
        expect_result(instruction, {row.begin(), row.end() - 1}, row.back());
    }
}

void expect_nan(const std::string& instruction, const std::vector<std::uint64_t>& operands) {
    // A cvt has the type of its operand behind that of its result.
    const bool converts = instruction.compare(0, 4, "cvt.") == 0;
    const std::string typed = instruction.substr(0, converts ? instruction.rfind('.') : instruction.size());
    const std::string type = typed.substr(typed.rfind('.') + 1);
    const std::uint64_t got = result_of(instruction, operands);
    EXPECT_TRUE(is_nan(type, got)) << call_text(instruction, operands) << "\n  expected a NaN\n  got      "
                                   << hexadecimal(got);
}

void expect_output(const kernel_text& kernel, const run_options& options, const std::vector<std::uint64_t>& expected) {
    std::vector<std::uint64_t> got;
    try {
        run_options sized = options;
        sized.words = std::max(options.words, expected.size());
        got = run(kernel, sized);
    } catch (const fault& error) {
        ADD_FAILURE() << text_of(kernel) << "\n  fault: " << error.what();
        return;
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(expected[i], got[i]) << text_of(kernel) << "\n  word " << i << "\n  expected "
                                       << hexadecimal(expected[i]) << "\n  got      " << hexadecimal(got[i]);
    }
}

void expect_words(const std::string& body, const std::vector<std::uint64_t>& expected,
                  const std::string& declarations) {
    run_options options;
    options.words = 8;
    expect_output({body, declarations}, options, expected);
}

std::string fault_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const fault& error) {
        return error.what();
    }
    return "";
}

std::string fault_of(const kernel_text& kernel, const run_options& options) {
    return fault_of([&] { run(kernel, options); });
}

void expect_fault(const kernel_text& kernel, const run_options& options, std::initializer_list<std::string> parts) {
    std::string text;
    ASSERT_NO_THROW(text = fault_of(kernel, options)) << text_of(kernel);
    ASSERT_NE(text, "") << "nothing was found wrong with\n" << text_of(kernel);
    for (const std::string& part : parts) {
        EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is not in: " << text;
    }
}

void expect_no_fault(const kernel_text& kernel, const run_options& options) {
    EXPECT_EQ(fault_of(kernel, options), "") << text_of(kernel);
}

}  // namespace softknee_emulator::test
