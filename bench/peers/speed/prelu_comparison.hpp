// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace softknee_peers {

/// Times PReLU of softknee and of oneDNN on the CPU in turns, with all cores, and prints a Markdown table.
/// @param count    elements of a tensor, about
/// @param seconds  for a row
void compare_prelu(std::int64_t count, double seconds);

}  // namespace softknee_peers
