// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Pieces of PTX text.
namespace softknee_emulator::ptx {

/// The text with comments replaced by spaces.
std::string without_comments(std::string_view text);

std::string_view trimmed(std::string_view text);

/// The parts between commas that lie in no bracket, brace, parenthesis or string, without any space in them.
std::vector<std::string> split_operands(std::string_view text);

/// The words of a declaration: directives (".b32"), names with their bounds ("x[4][2]") and numbers.
std::vector<std::string> split_words(std::string_view text);

/// Walks over the text of a module, a statement at a time.
class source_text {
public:
    explicit source_text(std::string_view text) : text_(text) {}

    /// Skips spaces. False at the end of the text.
    bool skip_space();
    /// The next character, which is there.
    char peek() const { return text_[position_]; }
    /// Takes the character if it is the next one after spaces.
    bool take(char character);
    /// Takes "name:", if that is what follows; empty if it is not.
    std::string_view take_label();
    /// The text up to a character of the set that lies in no bracket and no string; that character stays.
    /// Braces open brackets too, unless the set has them.
    /// @throws fault if the text ends before
    std::string_view take_until(std::string_view ends);
    /// The text up to the end of the line.
    std::string_view take_line();
    /// A whole "{...}".
    void skip_braces();

private:
    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace softknee_emulator::ptx
