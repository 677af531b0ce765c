// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace softknee::kernels::cpu {

/// Copies `count` elements that lie `stride` elements apart to consecutive ones.
/// @param element_bytes  2, 4 or 8
void gather(std::size_t element_bytes, const char* source, std::int64_t stride, std::int64_t count, void* target);

/// The reverse.
void scatter(std::size_t element_bytes, const void* source, char* target, std::int64_t stride, std::int64_t count);

}  // namespace softknee::kernels::cpu
