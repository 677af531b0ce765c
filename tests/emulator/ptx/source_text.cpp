// SPDX-License-Identifier: Apache-2.0
#include <emulator/ptx/source_text.hpp>

#include <algorithm>

#include <emulator/fault.hpp>

namespace softknee_emulator::ptx {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == '%';
}

}  // namespace

std::string without_comments(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i, 2) == "//") {
            i = std::min(text.find('\n', i), text.size());
        } else if (text.substr(i, 2) == "/*") {
            const std::size_t end = text.find("*/", i + 2);
            i = end == std::string_view::npos ? text.size() : end + 2;
            result += ' ';
        } else {
            result += text[i++];
        }
    }
    return result;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string> split_operands(std::string_view text) {
    std::vector<std::string> result;
    std::string current;
    int depth = 0;
    for (const char c : text) {
        if (c == '{' || c == '[' || c == '(') ++depth;
        if (c == '}' || c == ']' || c == ')') --depth;
        if (c == ',' && depth == 0) {
            result.push_back(std::move(current));
            current.clear();
        } else if (!is_space(c)) {
            current += c;
        }
    }
    if (!current.empty()) result.push_back(std::move(current));
    return result;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> result;
    std::string current;
    for (const char c : text) {
        if (is_space(c)) {
            if (!current.empty()) result.push_back(std::move(current));
            current.clear();
        } else {
            current += c;
        }
    }
    if (!current.empty()) result.push_back(std::move(current));
    return result;
}

bool source_text::skip_space() {
    while (position_ < text_.size() && is_space(text_[position_])) ++position_;
    return position_ < text_.size();
}

bool source_text::take(char character) {
    if (!skip_space() || text_[position_] != character) return false;
    ++position_;
    return true;
}

std::string_view source_text::take_label() {
    std::size_t end = position_;
    while (end < text_.size() && is_name_character(text_[end])) ++end;
    const std::size_t name_end = end;
    while (end < text_.size() && is_space(text_[end])) ++end;
    if (name_end == position_ || end == text_.size() || text_[end] != ':') return {};
    const std::string_view name = text_.substr(position_, name_end - position_);
    position_ = end + 1;
    return name;
}

std::string_view source_text::take_until(std::string_view ends) {
    const bool braces_end = ends.find('{') != std::string_view::npos;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = position_; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '"') in_string = !in_string;
        if (in_string) continue;
        if (depth == 0 && ends.find(c) != std::string_view::npos) {
            const std::string_view piece = text_.substr(position_, i - position_);
            position_ = i;
            return piece;
        }
        if (c == '(' || c == '[' || (c == '{' && !braces_end)) ++depth;
        if (c == ')' || c == ']' || (c == '}' && !braces_end)) --depth;
    }
    throw fault("PTX ends within: " + std::string(text_.substr(position_, 80)));
}

std::string_view source_text::take_line() {
    const std::size_t end = std::min(text_.find('\n', position_), text_.size());
    const std::string_view line = text_.substr(position_, end - position_);
    position_ = end;
    return line;
}

void source_text::skip_braces() {
    int depth = 0;
    do {
        if (!skip_space()) throw fault("PTX ends within braces");
        const char c = text_[position_++];
        if (c == '{') ++depth;
        if (c == '}') --depth;
    } while (depth > 0);
}

}  // namespace softknee_emulator::ptx
