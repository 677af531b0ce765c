// SPDX-License-Identifier: Apache-2.0
#include <emulator/ptx/function_parser.hpp>

#include <emulator/fault.hpp>
#include <emulator/ptx/declaration.hpp>

namespace softknee_emulator::ptx {
namespace {

constexpr std::size_t no_scope = static_cast<std::size_t>(-1);

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '%';
}
bool continues_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9');
}

std::vector<std::string> split_at_dots(std::string_view name) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t dot = name.find('.');
        parts.emplace_back(name.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        name.remove_prefix(dot + 1);
    }
}

}  // namespace

void function_parser::parse_body(source_text& text) {
    std::size_t current = no_scope;
    do {
        if (!text.skip_space()) throw fault("PTX ends within the function " + function_.name);
        if (text.take('{')) {
            scopes_.push_back({current});
            current = scopes_.size() - 1;
        } else if (text.take('}')) {
            current = scopes_[current].parent;
        } else if (const std::string_view label = text.take_label(); !label.empty()) {
            scopes_[current].labels.emplace(label, function_.statements.size());
        } else if (text.peek() == '.') {
            const std::string_view directive = text.take_until(";\n");
            if (starts_with(directive, ".loc ") || starts_with(directive, ".loc\t")) {
                text.take_line();
            } else {
                // A directive may go on in the next line.
                std::string whole(directive);
                while (!text.take(';')) whole += ' ' + std::string(text.take_until(";\n"));
                parse_directive(whole, current);
            }
        } else {
            parse_statement(text.take_until(";"), current);
            text.take(';');
        }
    } while (current != no_scope);
    resolve_labels();
}

void function_parser::parse_directive(std::string_view text, std::size_t current) {
    if (starts_with(text, ".reg")) {
        for (const std::string& name : parse_registers(text)) {
            function_.registers.push_back(declare(name, current));
        }
    } else if (starts_with(text, ".local") || starts_with(text, ".shared") || starts_with(text, ".param")) {
        variable declared = parse_variable(text);
        declared.name = declare(declared.name, current);
        function_.variables.push_back(std::move(declared));
    } else if (!starts_with(text, ".pragma")) {
        throw fault("PTX: the directive " + std::string(text) + " is not supported, in " + function_.name);
    }
}

void function_parser::parse_statement(std::string_view text, std::size_t current) {
    statement result;
    result.text = std::string(trimmed(text));
    std::string_view rest = result.text;
    if (rest[0] == '@') {
        const std::size_t end = rest.find_first_of(" \t\n");
        result.guard_is_negated = rest[1] == '!';
        result.guard =
            resolve(rest.substr(result.guard_is_negated ? 2 : 1, end - (result.guard_is_negated ? 2 : 1)), current);
        rest = trimmed(rest.substr(end));
    }
    const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
    result.name = split_at_dots(rest.substr(0, end));
    for (const std::string& operand : split_operands(rest.substr(end))) {
        result.operands.push_back(resolve_names(operand, current));
    }
    function_.statements.push_back(std::move(result));
    scope_of_statement_.push_back(current);
}

std::string function_parser::declare(const std::string& name, std::size_t current) {
    const int earlier = declared_[name]++;
    if (earlier == 0) return name;
    return scopes_[current].renamed[name] = name + "@" + std::to_string(earlier);
}

std::string function_parser::resolve(std::string_view name, std::size_t current) const {
    for (std::size_t s = current; s != no_scope; s = scopes_[s].parent) {
        if (const auto found = scopes_[s].renamed.find(name); found != scopes_[s].renamed.end()) return found->second;
    }
    return std::string(name);
}

std::string function_parser::resolve_names(std::string_view operand, std::size_t current) const {
    std::string result;
    for (std::size_t i = 0; i < operand.size();) {
        if (!continues_name(operand[i])) {
            result += operand[i++];
            continue;
        }
        // "%tid.x" is one name, whatever x is.
        std::size_t end = i;
        while (end < operand.size() && (continues_name(operand[end]) || operand[end] == '.')) ++end;
        const std::string_view word = operand.substr(i, end - i);
        result += begins_name(word[0]) ? resolve(word, current) : std::string(word);
        i = end;
    }
    return result;
}

/// A branch names a label of its own scope or of one around it; the function's labels are made unique by the scope.
void function_parser::resolve_labels() {
    for (std::size_t i = 0; i < function_.statements.size(); ++i) {
        statement& branch = function_.statements[i];
        if (branch.name[0] != "bra") continue;
        if (branch.operands.size() != 1) {
            throw fault("unsupported PTX: " + branch.text + " (a label is expected), in " + function_.name);
        }
        std::string& label = branch.operands[0];
        std::size_t s = scope_of_statement_[i];
        while (s != no_scope && scopes_[s].labels.count(label) == 0) s = scopes_[s].parent;
        if (s == no_scope) {
            throw fault("unsupported PTX: " + branch.text + " (there is no such label), in " + function_.name);
        }
        label.append("@").append(std::to_string(s));
    }
    for (std::size_t s = 0; s < scopes_.size(); ++s) {
        for (const auto& [label, index] : scopes_[s].labels) {
            function_.labels[label + "@" + std::to_string(s)] = index;
        }
    }
}

}  // namespace softknee_emulator::ptx
