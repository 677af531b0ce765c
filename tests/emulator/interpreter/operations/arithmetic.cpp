// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/operations/families.hpp>

/// Opcodes that integers, floats and 16-bit floats share: the type says whose they are.
namespace softknee_emulator {
namespace {

void decode_by_type(decoder& d) {
    const std::string_view type = d.take_type();
    if (type == "f32" || type == "f64" || type == "f32x2") {
        decode_floating_arithmetic(d, type);
    } else if (type[0] == 'f' || type.substr(0, 2) == "bf") {
        decode_half_arithmetic(d, type);
    } else {
        decode_integer_arithmetic(d, type);
    }
}

constexpr opcode_entry opcodes[] = {{"add", decode_by_type}, {"sub", decode_by_type}, {"mul", decode_by_type},
                                    {"mad", decode_by_type}, {"fma", decode_by_type}, {"min", decode_by_type},
                                    {"max", decode_by_type}, {"abs", decode_by_type}, {"neg", decode_by_type}};

}  // namespace

std::span<const opcode_entry> arithmetic_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
