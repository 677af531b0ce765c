// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace softknee::tool {

/// Rounded to that many digits behind the point: "0.50".
std::string fixed_text(double value, int digits);

/// "0x3c00", with two digits for each byte.
std::string hexadecimal_text(std::uint64_t bits, int bytes);

}  // namespace softknee::tool
