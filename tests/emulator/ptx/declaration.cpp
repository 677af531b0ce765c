// SPDX-License-Identifier: Apache-2.0
#include <emulator/ptx/declaration.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <emulator/fault.hpp>
#include <emulator/ptx/literal.hpp>
#include <emulator/ptx/source_text.hpp>

namespace softknee_emulator::ptx {
namespace {

const std::map<std::string, std::size_t, std::less<>> type_sizes = {
    {"pred", 1},   {"b8", 1},     {"u8", 1},      {"s8", 1},     {"b16", 2},    {"u16", 2},
    {"s16", 2},    {"f16", 2},    {"bf16", 2},    {"b32", 4},    {"u32", 4},    {"s32", 4},
    {"f32", 4},    {"tf32", 4},   {"f16x2", 4},   {"bf16x2", 4}, {"b64", 8},    {"u64", 8},
    {"s64", 8},    {"f64", 8},    {"f32x2", 8},   {"b128", 16},  {"e4m3", 1},   {"e5m2", 1},
    {"e4m3x2", 2}, {"e5m2x2", 2}, {"ue8m0x2", 2}, {"e2m3x2", 2}, {"e3m2x2", 2}, {"e2m1x2", 1}};

const std::map<std::string, state_space, std::less<>> spaces = {{".param", state_space::parameter},
                                                                {".shared", state_space::shared},
                                                                {".local", state_space::local},
                                                                {".global", state_space::global},
                                                                {".const", state_space::constant}};

std::size_t number(std::string_view text, std::string_view declaration) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw fault("PTX: a number is expected at \"" + std::string(text) + "\" in: " + std::string(declaration));
    }
    return value;
}

/// "x[4][2]" is 8 elements of x; "x[]" is none.
std::size_t take_bounds(std::string& name, std::string_view declaration) {
    std::size_t elements = 1;
    std::size_t open = name.find('[');
    const std::string bounds = open == std::string::npos ? "" : name.substr(open);
    name = name.substr(0, open);
    for (open = 0; open < bounds.size();) {
        const std::size_t close = bounds.find(']', open);
        const std::string bound = bounds.substr(open + 1, close - open - 1);
        elements *= bound.empty() ? 0 : number(bound, declaration);
        open = close + 1;
    }
    return elements;
}

std::vector<std::uint8_t> parse_initial(std::string_view text, std::size_t element_bytes,
                                        std::string_view declaration) {
    std::vector<std::uint8_t> bytes;
    std::string flat(text);
    std::erase_if(flat, [](char c) { return c == '{' || c == '}'; });
    for (const std::string& value : split_operands(flat)) {
        const auto bits = parse_literal(value);
        if (!bits) throw fault("PTX: the initial value " + value + " is not supported in: " + std::string(declaration));
        for (std::size_t i = 0; i < element_bytes; ++i) bytes.push_back(static_cast<std::uint8_t>(*bits >> (8 * i)));
    }
    return bytes;
}

}  // namespace

std::size_t size_of_type(std::string_view type) {
    const auto found = type_sizes.find(type);
    if (found == type_sizes.end()) throw fault("PTX: the type ." + std::string(type) + " is not supported");
    return found->second;
}

variable parse_variable(std::string_view text) {
    const std::size_t equals = text.find('=');
    // A bound may stand apart from its name.
    std::string head(text.substr(0, equals));
    for (std::size_t at; (at = head.find(" [")) != std::string::npos;) head.erase(at, 1);

    variable result{{}, state_space::generic, 0, 0};
    std::optional<std::size_t> element_bytes;
    std::size_t vector_elements = 1;
    const std::vector<std::string> words = split_words(head);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (const auto space = spaces.find(word); space != spaces.end()) {
            result.space = space->second;
        } else if (word == ".ptr") {
            // ".ptr .global .align 4" says what a pointer parameter points to.
            while (i + 1 < words.size() && words[i + 1][0] == '.') i += words[i + 1] == ".align" ? 2 : 1;
        } else if (word == ".align") {
            result.alignment = number(words.at(++i), text);
        } else if (word == ".v2" || word == ".v4") {
            vector_elements = word == ".v2" ? 2 : 4;
        } else if (word[0] == '.' && type_sizes.count(word.substr(1)) != 0) {
            element_bytes = size_of_type(word.substr(1));
        } else if (word[0] != '.') {
            result.name = word;
        } else if (word != ".visible" && word != ".extern" && word != ".weak" && word != ".common") {
            throw fault("PTX: " + word + " is not supported in: " + std::string(text));
        }
    }
    if (result.name.empty() || !element_bytes) throw fault("PTX: a declaration is expected: " + std::string(text));
    if (result.alignment == 0) result.alignment = *element_bytes * vector_elements;
    result.bytes = take_bounds(result.name, text) * *element_bytes * vector_elements;
    if (equals != std::string_view::npos) result.initial = parse_initial(text.substr(equals + 1), *element_bytes, text);
    return result;
}

std::vector<variable> parse_parameters(std::string_view text) {
    std::vector<variable> result;
    while (!trimmed(text).empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        result.push_back(parse_variable(trimmed(text.substr(0, comma))));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return result;
}

std::vector<std::string> parse_registers(std::string_view text) {
    // ".reg", the type, and the names.
    std::string_view names = trimmed(trimmed(text).substr(4));
    names.remove_prefix(std::min(names.find_first_of(" \t\n"), names.size()));
    std::vector<std::string> result;
    for (const std::string& name : split_operands(names)) {
        const std::size_t open = name.find('<');
        if (name[0] == '.') throw fault("PTX: vector registers are not supported: " + std::string(text));
        if (open == std::string::npos) {
            result.push_back(name);
            continue;
        }
        const std::size_t count = number(std::string_view(name).substr(open + 1, name.size() - open - 2), text);
        for (std::size_t i = 0; i < count; ++i) result.push_back(name.substr(0, open) + std::to_string(i));
    }
    return result;
}

}  // namespace softknee_emulator::ptx
