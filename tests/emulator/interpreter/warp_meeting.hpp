// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <emulator/interpreter/thread.hpp>

namespace softknee_emulator {

inline constexpr unsigned warp_size = 32;

/// The threads of a warp by their lanes; null where the block has none.
using warp_lanes = std::array<thread*, warp_size>;

/// Carries out what the lanes of the mask wait for, all at the same instruction: fills their results.
/// @throws fault if a lane reads one that takes no part
void carry_out(const instruction& i, std::uint32_t mask, const warp_lanes& lanes);

}  // namespace softknee_emulator
