// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <emulator/interpreter/program.hpp>

namespace softknee_emulator {

/// What the names in a function's instructions stand for, as slots of the register file of the kernel that it is part
/// of. Registers of a function that is called have slots of their own there.
class symbol_table {
public:
    symbol_table(program& kernel, std::string function_name)
        : kernel_(kernel), function_name_(std::move(function_name)) {}

    const std::string& function_name() const { return function_name_; }
    program& kernel() { return kernel_; }

    void add_register(const std::string& name);
    /// A name for a number, such as the address of a global variable or the offset of a shared one.
    void add_constant(const std::string& name, std::uint64_t value);
    void add_alias(const std::string& name, int slot) { slots_[name] = slot; }
    /// A variable of the thread's local memory, which gets a place there.
    placed_variable add_local(const ptx::variable& variable);
    /// A parameter of the kernel.
    void add_argument(const std::string& name, const placed_variable& place);

    /// The slot of a register, special register, literal or name for a number; no_slot if it is none of these.
    int find_value(std::string_view text);
    /// The place of a parameter of the kernel; null if the name is none.
    const placed_variable* find_argument(std::string_view name) const;
    /// The place of a local variable; null if the name is none.
    const placed_variable* find_local(std::string_view name) const;

    int new_slot(std::uint64_t initial = 0);

private:
    program& kernel_;
    std::string function_name_;
    std::map<std::string, int, std::less<>> slots_;
    std::map<std::uint64_t, int> literals_;
    std::map<std::string, placed_variable, std::less<>> arguments_;
    std::map<std::string, placed_variable, std::less<>> locals_;
};

}  // namespace softknee_emulator
