// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/decoder.hpp>

#include <emulator/fault.hpp>
#include <emulator/ptx/literal.hpp>
#include <emulator/ptx/source_text.hpp>

namespace softknee_emulator {

bool decoder::take(std::string_view modifier) {
    for (std::size_t i = 1; i < source_.name.size(); ++i) {
        if (!taken_[i] && source_.name[i] == modifier) {
            taken_[i] = true;
            return true;
        }
    }
    return false;
}

std::string_view decoder::take_one_of(std::initializer_list<std::string_view> modifiers) {
    for (const std::string_view modifier : modifiers) {
        if (take(modifier)) return modifier;
    }
    return {};
}

std::string_view decoder::take_type() {
    for (std::size_t i = source_.name.size(); i-- > 1;) {
        if (!taken_[i]) {
            taken_[i] = true;
            return source_.name[i];
        }
    }
    refuse("it has no type");
}

void decoder::take_rounding() {
    constexpr struct {
        std::string_view name;
        rounding value;
    } roundings[] = {
        {"rn", rounding::nearest}, {"rz", rounding::to_zero}, {"rm", rounding::down}, {"rp", rounding::up}};
    constexpr struct {
        std::string_view name;
        to_integer value;
    } integers[] = {
        {"rni", to_integer::nearest}, {"rzi", to_integer::to_zero}, {"rmi", to_integer::down}, {"rpi", to_integer::up}};
    for (const auto& [name, value] : roundings) {
        if (take(name)) result_.round = value;
    }
    for (const auto& [name, value] : integers) {
        if (take(name)) result_.round_to_integer = value;
    }
}

const std::string& decoder::operand(std::size_t i) const {
    if (i >= source_.operands.size()) refuse("an operand is missing");
    return source_.operands[i];
}

void decoder::take_operands(std::size_t count) {
    if (operand_count() != count) refuse("it has another number of operands");
    for (std::size_t i = 0; i < count; ++i) result_.slot[i] = slot_of(operand(i));
}

int decoder::slot_of(std::string_view text) {
    if (text == "_") return no_slot;
    const int slot = symbols_.find_value(text);
    if (slot == no_slot) refuse("the operand " + std::string(text) + " is not known");
    return slot;
}

void decoder::take_lanes(const std::string& text) {
    std::vector<std::string> names{text};
    if (text[0] == '{') names = ptx::split_operands(std::string_view(text).substr(1, text.size() - 2));
    if (names.size() > result_.lanes.size()) refuse("a vector has too many elements");
    result_.lane_count = static_cast<int>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) result_.lanes[i] = slot_of(names[i]);
}

void decoder::take_address(const std::string& text, int& slot) {
    if (text.size() < 3 || text.front() != '[' || text.back() != ']') refuse("an address is expected");
    std::string_view inner = std::string_view(text).substr(1, text.size() - 2);
    if (const std::size_t sign = inner.find_first_of("+-", 1); sign != std::string_view::npos) {
        const std::string_view digits = inner.substr(inner[sign] == '+' ? sign + 1 : sign);
        // "[%rd1+-4]" is how nvcc writes a negative offset.
        const auto offset = ptx::parse_literal(digits);
        if (!offset) refuse("the offset is not a number");
        result_.offset = static_cast<std::int64_t>(*offset);
        inner = inner.substr(0, sign);
    }
    slot = slot_of(inner);
}

void decoder::take_predicate(const std::string& text, int& slot) {
    result_.negates = text[0] == '!';
    slot = slot_of(std::string_view(text).substr(result_.negates ? 1 : 0));
}

void decoder::refuse(std::string_view why) const {
    throw fault("unsupported PTX: " + source_.text + " (" + std::string(why) + "), in " + symbols_.function_name());
}

void decoder::finish() const {
    for (std::size_t i = 0; i < taken_.size(); ++i) {
        if (!taken_[i]) refuse("the modifier ." + source_.name[i] + " is not known");
    }
}

operation choose(decoder& d, std::string_view type, std::span<const typed_operation> from) {
    for (const typed_operation& candidate : from) {
        if (candidate.type == type) return candidate.run;
    }
    d.refuse("the type ." + std::string(type) + " is not known");
}

}  // namespace softknee_emulator
