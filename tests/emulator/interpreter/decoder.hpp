// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <emulator/interpreter/instruction.hpp>
#include <emulator/interpreter/symbol_table.hpp>
#include <emulator/ptx/module.hpp>

namespace softknee_emulator {

/// Turns one statement into an instruction: what the families of operations are given to do it. A modifier that nobody
/// takes is an error in the end, so that no spelling is accepted and then half done.
class decoder {
public:
    decoder(const ptx::statement& source, symbol_table& symbols, instruction& result)
        : source_(source), symbols_(symbols), result_(result), taken_(source.name.size(), false) {
        taken_[0] = true;
    }

    const std::string& opcode() const { return source_.name[0]; }
    instruction& result() { return result_; }
    symbol_table& symbols() { return symbols_; }

    /// Takes a modifier. False if the name has none such.
    bool take(std::string_view modifier);
    /// Takes the one of these that the name has; empty if none.
    std::string_view take_one_of(std::initializer_list<std::string_view> modifiers);
    /// Takes the last part of the name that has not been taken: the type.
    std::string_view take_type();
    /// .rn, .rz, .rm, .rp and their forms that round to an integer; .ftz, .sat, .relu, .NaN, .xorsign not.
    void take_rounding();
    void take_flush() { result_.flushes_subnormals = take("ftz"); }

    std::size_t operand_count() const { return source_.operands.size(); }
    const std::string& operand(std::size_t i) const;
    /// Fills slot[first...] with operands [first, first + count), which are all there are.
    void take_operands(std::size_t count);
    /// The slot of a register or of a constant; no_slot for "_".
    int slot_of(std::string_view text);
    /// The slots of "{a,b}" as lanes.
    void take_lanes(const std::string& text);
    /// "[address+offset]" into a slot and the offset.
    void take_address(const std::string& text, int& slot);
    /// "p" or "!p" into a slot and `negates`.
    void take_predicate(const std::string& text, int& slot);

    /// @throws fault with the instruction's text
    [[noreturn]] void refuse(std::string_view why) const;
    void finish() const;

private:
    const ptx::statement& source_;
    symbol_table& symbols_;
    instruction& result_;
    std::vector<bool> taken_;
};

using decode_function = void (*)(decoder&);

/// An opcode and who decodes it.
struct opcode_entry {
    std::string_view name;
    decode_function decode;
};

/// A function for each type of a list: how most families find theirs.
struct typed_operation {
    std::string_view type;
    operation run;
};

/// The operation for a type.
/// @throws fault if it has none
operation choose(decoder& d, std::string_view type, std::span<const typed_operation> from);

}  // namespace softknee_emulator
