// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <emulator/fault.hpp>
#include <emulator/ptx/declaration.hpp>
#include <emulator/ptx/function_parser.hpp>
#include <emulator/ptx/module.hpp>
#include <emulator/ptx/source_text.hpp>

namespace softknee_emulator::ptx {
namespace {

/// 90 from ".target sm_90a, debug".
int parse_target(std::string_view line) {
    const std::size_t digits = line.find("sm_") + 3;
    int target = 0;
    std::from_chars(line.data() + digits, line.data() + line.size(), target);
    return target;
}

/// Cuts the parenthesised list at the front of the text off; empty if there is none.
std::string_view take_list(std::string_view& text) {
    text = trimmed(text);
    if (text.empty() || text[0] != '(') return {};
    const std::size_t close = text.find(')');
    const std::string_view list = text.substr(1, close - 1);
    text.remove_prefix(close + 1);
    return list;
}

/// ".visible .entry name(parameters) .maxntid 256" or ".func (results) name(parameters)".
function parse_head(std::string_view text) {
    const std::size_t entry = text.find(".entry");
    const bool is_kernel = entry != std::string_view::npos;
    std::string_view rest = is_kernel ? text.substr(entry + 6) : text.substr(text.find(".func") + 5);
    function result{{}, is_kernel};
    // What returns nothing by its own account has ".noreturn" before its name.
    while (trimmed(rest)[0] == '.') rest = trimmed(rest).substr(trimmed(rest).find_first_of(" \t\n"));
    result.results = parse_parameters(take_list(rest));
    rest = trimmed(rest);
    const std::size_t end = std::min(rest.find_first_of("( \t\n"), rest.size());
    result.name = std::string(rest.substr(0, end));
    rest.remove_prefix(end);
    result.parameters = parse_parameters(take_list(rest));
    return result;
}

}  // namespace

module parse(std::string_view ptx) {
    const std::string clean = without_comments(ptx);
    source_text text(clean);
    module result;
    while (text.skip_space()) {
        const std::string_view head = text.take_until(";{\n");
        if (head.find(".version") == 0 || head.find(".address_size") == 0 || head.find(".file") == 0) {
            text.take_line();
        } else if (head.find(".target") == 0) {
            result.target = parse_target(head);
            text.take_line();
        } else if (head.find(".section") == 0) {
            text.skip_braces();
        } else if (head.find(".entry") != std::string_view::npos || head.find(".func") != std::string_view::npos) {
            std::string whole(head);
            while (text.skip_space() && text.peek() != '{' && text.peek() != ';') {
                whole += ' ' + std::string(text.take_until(";{\n"));
            }
            function declared = parse_head(whole);
            if (text.take(';')) continue;  // declared here, defined elsewhere
            function_parser(declared).parse_body(text);
            result.functions.push_back(std::move(declared));
        } else {
            // The braces of an initial value are part of a declaration.
            std::string whole(head);
            while (!text.take(';')) {
                if (!text.skip_space()) throw fault("PTX ends within: " + whole);
                whole += ' ' + std::string(text.take_until(";\n"));
            }
            result.variables.push_back(parse_variable(whole));
        }
    }
    return result;
}

}  // namespace softknee_emulator::ptx
