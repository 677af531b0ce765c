// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/linker.hpp>

#include <set>
#include <vector>

#include <emulator/fault.hpp>
#include <emulator/interpreter/decoder.hpp>
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/symbol_table.hpp>
#include <emulator/interpreter/thread.hpp>
#include <emulator/ptx/source_text.hpp>

namespace softknee_emulator {
namespace {

std::size_t aligned(std::size_t offset, std::size_t alignment) {
    return (offset + alignment - 1) / alignment * alignment;
}

flow copy_local(thread& t, const instruction& i) {
    std::memcpy(t.local + i.copies[1], t.local + i.copies[0], i.bytes);
    return flow::next;
}
flow call_function(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.next + 1;
    t.next = i.target;
    return flow::jump;
}
flow return_from_function(thread& t, const instruction& i) {
    t.next = t.registers[i.slot[0]];
    return flow::jump;
}

/// A function as part of the kernel's program.
struct linked_function {
    std::vector<placed_variable> parameters;
    std::vector<placed_variable> results;
    std::size_t entry;
    int return_slot;
};

class linker {
public:
    linker(const ptx::module& module, const std::map<std::string, std::uint64_t>& addresses)
        : module_(module), addresses_(addresses), program_(std::make_unique<program>()) {}

    std::unique_ptr<program> link(const ptx::function& kernel) {
        program_->name = kernel.name;
        symbol_table symbols(*program_, kernel.name);
        for (const ptx::variable& parameter : kernel.parameters) {
            program_->parameter_bytes = aligned(program_->parameter_bytes, parameter.alignment);
            program_->parameters.push_back({program_->parameter_bytes, parameter.bytes});
            symbols.add_argument(parameter.name, program_->parameters.back());
            program_->parameter_bytes += parameter.bytes;
        }
        // The kernel comes first in the code, and what it calls behind it.
        append(kernel, symbols, no_slot);
        while (!waiting_.empty()) {
            const std::string name = waiting_.back();
            waiting_.pop_back();
            append_function(name);
        }
        refuse_recursion();
        for (const auto& [call, name] : calls_) program_->code[call].target = functions_.at(name).entry;
        for (const pending_copy& copy : copies_) {
            const linked_function& linked = functions_.at(copy.function);
            const std::vector<placed_variable>& places = copy.is_argument ? linked.parameters : linked.results;
            if (copy.index >= places.size()) {
                throw fault("unsupported PTX: a call of " + copy.function +
                            ", which has fewer parameters or results, in " + kernel.name);
            }
            program_->code[copy.at].copies[copy.is_argument ? 1 : 0] = places[copy.index].offset;
        }
        place_dynamic_shared();
        return std::move(program_);
    }

private:
    void add_variables(const ptx::function& function, symbol_table& symbols) {
        for (const auto& [name, address] : addresses_) symbols.add_constant(name, address);
        for (const ptx::variable& variable : module_.variables) {
            if (variable.space == ptx::state_space::shared && is_used(function, variable.name)) {
                add_shared(variable, symbols);
            }
        }
        for (const std::string& name : function.registers) symbols.add_register(name);
        for (const ptx::variable& variable : function.variables) {
            if (variable.space == ptx::state_space::shared) {
                add_shared(variable, symbols);
            } else {
                symbols.add_local(variable);
            }
        }
    }

    static bool is_used(const ptx::function& function, const std::string& name) {
        for (const ptx::statement& statement : function.statements) {
            for (const std::string& operand : statement.operands) {
                if (operand.find(name) != std::string::npos) return true;
            }
        }
        return false;
    }

    void add_shared(const ptx::variable& variable, symbol_table& symbols) {
        const auto [found, is_new] = shared_.try_emplace(variable.name, no_slot);
        if (is_new && variable.bytes == 0) {
            // Where the dynamic part begins is known in the end.
            dynamic_slots_.emplace_back(symbols.new_slot(), variable.alignment);
            found->second = dynamic_slots_.back().first;
        } else if (is_new) {
            program_->shared_bytes = aligned(program_->shared_bytes, variable.alignment);
            found->second = symbols.new_slot(program_->shared_bytes);
            program_->shared_bytes += variable.bytes;
        }
        symbols.add_alias(variable.name, found->second);
    }

    void place_dynamic_shared() {
        for (const auto& [slot, alignment] : dynamic_slots_) {
            program_->shared_bytes = aligned(program_->shared_bytes, alignment);
        }
        for (const auto& [slot, alignment] : dynamic_slots_) {
            program_->initial_registers[slot] = program_->shared_bytes;
        }
    }

    void append_function(const std::string& name) {
        const ptx::function* function = nullptr;
        for (const ptx::function& candidate : module_.functions) {
            if (candidate.name == name) function = &candidate;
        }
        if (function == nullptr) throw fault("unsupported PTX: a call of " + name + ", which the module does not have");
        symbol_table symbols(*program_, name);
        linked_function& linked = functions_.at(name);
        for (const ptx::variable& parameter : function->parameters)
            linked.parameters.push_back(symbols.add_local(parameter));
        for (const ptx::variable& result : function->results) linked.results.push_back(symbols.add_local(result));
        linked.entry = program_->code.size();
        append(*function, symbols, linked.return_slot);
    }

    void append(const ptx::function& function, symbol_table& symbols, int return_slot) {
        add_variables(function, symbols);
        std::vector<std::size_t> starts;
        std::vector<std::pair<std::size_t, std::string>> branches;
        for (const ptx::statement& statement : function.statements) {
            starts.push_back(program_->code.size());
            if (statement.name[0] == "call") {
                append_call(statement, symbols);
                continue;
            }
            if (statement.name[0] == "bra") branches.emplace_back(program_->code.size(), statement.operands.at(0));
            instruction decoded = decode(statement, symbols);
            if (statement.name[0] == "ret" && return_slot != no_slot) return_through(decoded, return_slot);
            program_->code.push_back(decoded);
        }
        starts.push_back(program_->code.size());
        ptx::statement end{"ret", "", false, {"ret"}, {}};
        instruction decoded = decode(end, symbols);
        if (return_slot != no_slot) return_through(decoded, return_slot);
        program_->code.push_back(decoded);
        for (const auto& [branch, label] : branches) {
            program_->code[branch].target = starts.at(function.labels.at(label));
        }
    }

    static void return_through(instruction& result, int return_slot) {
        result.run = return_from_function;
        result.slot[0] = return_slot;
    }

    instruction decode(const ptx::statement& statement, symbol_table& symbols) {
        instruction result;
        program_->texts.push_back(statement.text);
        result.text = &program_->texts.back();
        decoder d(statement, symbols, result);
        if (!statement.guard.empty()) {
            result.guard = d.slot_of(statement.guard);
            result.guard_is_negated = statement.guard_is_negated;
        }
        const decode_function family = find_decoder(statement.name[0]);
        if (family == nullptr) d.refuse("the opcode is not known");
        family(d);
        d.finish();
        return result;
    }

    /// "call.uni (result), name, (arguments)": copies of the arguments, the jump, and a copy of the result.
    void append_call(const ptx::statement& statement, symbol_table& symbols) {
        instruction jump;
        program_->texts.push_back(statement.text);
        jump.text = &program_->texts.back();
        const decoder d(statement, symbols, jump);
        if (!statement.guard.empty()) d.refuse("a call under a predicate is not supported");
        std::vector<std::string> operands = statement.operands;
        const auto take_list = [&](std::size_t at) {
            if (at >= operands.size() || operands[at][0] != '(') return std::vector<std::string>{};
            const std::string list = operands[at].substr(1, operands[at].size() - 2);
            operands.erase(operands.begin() + static_cast<std::ptrdiff_t>(at));
            return ptx::split_operands(list);
        };
        const std::vector<std::string> results = take_list(0);
        const std::vector<std::string> arguments = take_list(1);
        if (operands.size() != 1) d.refuse("a call through a register is not supported");
        const std::string& name = operands[0];
        callees_[symbols.function_name()].insert(name);
        const auto [found, is_new] = functions_.try_emplace(name);
        if (is_new) {
            found->second.return_slot = symbols.new_slot();
            waiting_.push_back(name);
        }
        for (std::size_t k = 0; k < arguments.size(); ++k) append_copy(d, symbols, name, arguments[k], k, true);
        jump.run = call_function;
        jump.slot[0] = found->second.return_slot;
        calls_.emplace_back(program_->code.size(), name);
        program_->code.push_back(jump);
        for (std::size_t k = 0; k < results.size(); ++k) append_copy(d, symbols, name, results[k], k, false);
    }

    /// A copy between a variable of the caller and one of the function, whose place is filled in when it is known.
    void append_copy(const decoder& d, symbol_table& symbols, const std::string& function, const std::string& variable,
                     std::size_t index, bool is_argument) {
        const placed_variable* const place = symbols.find_local(variable);
        if (place == nullptr) d.refuse("arguments and results of calls are .param variables");
        instruction copy;
        program_->texts.push_back("call " + function);
        copy.text = &program_->texts.back();
        copy.run = copy_local;
        copy.bytes = place->bytes;
        copy.copies[is_argument ? 0 : 1] = place->offset;
        copies_.push_back({program_->code.size(), function, index, is_argument});
        program_->code.push_back(copy);
    }

    /// A function has one place for its registers and for the way back.
    void refuse_recursion() const {
        for (const auto& [name, callees] : callees_) {
            std::set<std::string> reached = callees;
            for (std::size_t before = 0; before != reached.size();) {
                before = reached.size();
                for (const std::string& callee : std::set<std::string>(reached)) {
                    if (const auto more = callees_.find(callee); more != callees_.end()) {
                        reached.insert(more->second.begin(), more->second.end());
                    }
                }
            }
            if (reached.count(name) != 0) throw fault("unsupported PTX: the function " + name + " calls itself");
        }
    }

    struct pending_copy {
        std::size_t at;
        std::string function;
        std::size_t index;
        bool is_argument;
    };

    const ptx::module& module_;
    const std::map<std::string, std::uint64_t>& addresses_;
    std::unique_ptr<program> program_;
    std::map<std::string, int> shared_;
    std::vector<std::pair<int, std::size_t>> dynamic_slots_;
    std::map<std::string, linked_function> functions_;
    std::vector<std::string> waiting_;
    std::vector<std::pair<std::size_t, std::string>> calls_;
    std::map<std::string, std::set<std::string>> callees_;
    std::vector<pending_copy> copies_;
};

}  // namespace

std::unique_ptr<program> link(const ptx::module& module, const ptx::function& kernel,
                              const std::map<std::string, std::uint64_t>& addresses) {
    return linker(module, addresses).link(kernel);
}

}  // namespace softknee_emulator
