// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace softknee_emulator::ptx {

/// The bits of a constant: an integer in decimal, hexadecimal, octal or binary, with a sign; "0f" or "0d" and the
/// digits of a floating-point pattern. Nothing for other text, decimal fractions among it: their bits depend on the
/// type.
std::optional<std::uint64_t> parse_literal(std::string_view text);

}  // namespace softknee_emulator::ptx
