// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <softknee/dtype.hpp>

namespace softknee::bench {

/// Writes pseudo-random numbers, the same in every run: either sign, magnitudes between 2^-4 and 2^3, every binade
/// alike.
void write_random_numbers(std::byte* data, dtype type, std::int64_t count);

}  // namespace softknee::bench
