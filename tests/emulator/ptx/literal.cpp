// SPDX-License-Identifier: Apache-2.0
#include <emulator/ptx/literal.hpp>

#include <charconv>

namespace softknee_emulator::ptx {
namespace {

std::optional<std::uint64_t> digits(std::string_view text, int base) {
    if (!text.empty() && (text.back() == 'U' || text.back() == 'u')) text.remove_suffix(1);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> unsigned_literal(std::string_view text) {
    if (text.size() > 2 && text[0] == '0') {
        switch (text[1]) {
            case 'f':
            case 'F':
            case 'd':
            case 'D':
            case 'x':
            case 'X':
                return digits(text.substr(2), 16);
            case 'b':
            case 'B':
                return digits(text.substr(2), 2);
            default:
                break;
        }
    }
    return digits(text, text.size() > 1 && text[0] == '0' ? 8 : 10);
}

}  // namespace

std::optional<std::uint64_t> parse_literal(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const bool negative = text[0] == '-';
    if (negative || text[0] == '+') text.remove_prefix(1);
    if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
    const auto value = unsigned_literal(text);
    if (!value || !negative) return value;
    return std::uint64_t(0) - *value;
}

}  // namespace softknee_emulator::ptx
