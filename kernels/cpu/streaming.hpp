// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace softknee::kernels::cpu {

/// Bytes that a non-temporal store should be aligned to: the processor collects what fills a line, and writes it
/// without reading it first.
inline constexpr std::int64_t cache_line_bytes = 64;

/// Whether an output of so many bytes is better written past the caches: what does not stay in the last of them until
/// it is read again would be read from memory only to be overwritten. False where there are no such stores.
bool streams_past_caches(std::int64_t output_bytes);

/// What the calling thread has stored so is visible to whoever is told of it after this.
void finish_streaming();

}  // namespace softknee::kernels::cpu
