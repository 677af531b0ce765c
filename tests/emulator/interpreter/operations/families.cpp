// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/operations/families.hpp>

#include <map>

namespace softknee_emulator {
namespace {

std::map<std::string_view, decode_function> all_opcodes() {
    std::map<std::string_view, decode_function> result;
    for (const auto& family :
         {integer_opcodes(), bit_opcodes(), arithmetic_opcodes(), floating_opcodes(), approximate_opcodes(),
          comparison_opcodes(), conversion_opcodes(), move_opcodes(), memory_opcodes(), asynchronous_copy_opcodes(),
          atomic_opcodes(), control_opcodes(), warp_opcodes()}) {
        for (const opcode_entry& entry : family) result.emplace(entry.name, entry.decode);
    }
    return result;
}

}  // namespace

decode_function find_decoder(std::string_view opcode) {
    static const std::map<std::string_view, decode_function> opcodes = all_opcodes();
    const auto found = opcodes.find(opcode);
    return found == opcodes.end() ? nullptr : found->second;
}

}  // namespace softknee_emulator
