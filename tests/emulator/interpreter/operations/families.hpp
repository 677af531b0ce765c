// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include <emulator/interpreter/decoder.hpp>

/// The families of operations, a file each: which opcodes they decode.
namespace softknee_emulator {

std::span<const opcode_entry> integer_opcodes();
std::span<const opcode_entry> bit_opcodes();
std::span<const opcode_entry> arithmetic_opcodes();
std::span<const opcode_entry> floating_opcodes();
std::span<const opcode_entry> approximate_opcodes();
std::span<const opcode_entry> comparison_opcodes();
std::span<const opcode_entry> conversion_opcodes();
std::span<const opcode_entry> move_opcodes();
std::span<const opcode_entry> memory_opcodes();
std::span<const opcode_entry> asynchronous_copy_opcodes();
std::span<const opcode_entry> atomic_opcodes();
std::span<const opcode_entry> control_opcodes();
std::span<const opcode_entry> warp_opcodes();

/// Who decodes an opcode; null if nobody does.
decode_function find_decoder(std::string_view opcode);

// Opcodes whose types belong to several families, decoded by the first that is asked.
void decode_integer_arithmetic(decoder& d, std::string_view type);
void decode_floating_arithmetic(decoder& d, std::string_view type);
void decode_half_arithmetic(decoder& d, std::string_view type);
void decode_single_conversion(decoder& d, std::string_view to, std::string_view from);

}  // namespace softknee_emulator
