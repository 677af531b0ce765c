// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include <softknee/dtype.hpp>

namespace softknee::bench {

/// Whether two programs computed the same function: their results, as many elements of this dtype, are finite and
/// differ by no more than approximations of it do. What is looked for is another function, sign, tensor or parameter;
/// for accuracy there is `softknee check`.
bool agree(std::span<const std::byte> ours, std::span<const std::byte> theirs, dtype type);

}  // namespace softknee::bench
