// SPDX-License-Identifier: Apache-2.0
#include "cell_text.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace softknee::tool {

std::string fixed_text(double value, int digits) {
    // The largest double has 309 digits in front of the point.
    std::array<char, 512> text;
    const auto end = text.data() + text.size();
    return {text.data(), std::to_chars(text.data(), end, value, std::chars_format::fixed, digits).ptr};
}

std::string hexadecimal_text(std::uint64_t bits, int bytes) {
    std::array<char, 16> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), bits, 16).ptr;
    const auto written = static_cast<std::size_t>(end - text.data());
    const auto wanted = static_cast<std::size_t>(2 * bytes);
    return "0x" + std::string(written < wanted ? wanted - written : 0, '0') + std::string(text.data(), end);
}

}  // namespace softknee::tool
