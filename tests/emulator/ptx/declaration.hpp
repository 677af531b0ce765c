// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <emulator/ptx/module.hpp>

namespace softknee_emulator::ptx {

/// ".visible .global .align 4 .b8 table[8] = {1, 2}": what may follow or precede (linkage, .ptr) is skipped.
/// @throws fault for a directive or an initial value that is not understood
variable parse_variable(std::string_view text);

/// "(.param .u64 a, .param .align 8 .b8 b[16])" without its parentheses
std::vector<variable> parse_parameters(std::string_view text);

/// ".reg .b32 %r<3>, t": the names %r0, %r1, %r2 and t.
std::vector<std::string> parse_registers(std::string_view text);

}  // namespace softknee_emulator::ptx
