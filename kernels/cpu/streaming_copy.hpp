// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace softknee::kernels::cpu {

/// Whether an output of so many bytes is better written past the caches: what does not stay in the last of them until
/// it is read again would be read from memory once only to be overwritten. False where there are no such stores.
bool streams_past_cache(std::int64_t output_bytes);

/// Copies bytes that are in a cache to memory, past the caches.
void copy_past_cache(const void* source, void* target, std::size_t bytes);

/// What the calling thread has copied so is visible to whoever is told of it after this.
void finish_copies_past_cache();

}  // namespace softknee::kernels::cpu
