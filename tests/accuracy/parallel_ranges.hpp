// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

namespace softknee_accuracy {

/// Calls `work(first, count)` for consecutive ranges of at most `size` numbers from `begin` to `end`, on all hardware
/// threads.
/// @throws what a call throws; the ranges that are not begun then are left out
void for_each_range(std::uint64_t begin, std::uint64_t end, std::uint64_t size,
                    const std::function<void(std::uint64_t first, std::uint64_t count)>& work);

}  // namespace softknee_accuracy
