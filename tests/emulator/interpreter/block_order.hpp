// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include <emulator/interpreter/machine.hpp>

namespace softknee_emulator {

/// The blocks of a grid that are run, in the order in which they are: all of them, or a selection of a grid that is too
/// large, see machine_options::most_blocks.
std::vector<std::uint64_t> block_order(std::uint64_t blocks, const machine_options& options);

}  // namespace softknee_emulator
