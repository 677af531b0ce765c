// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The rates that memory allows a program that writes what it reads, with the same threads as the library's (OpenMP).
namespace softknee::bench {

/// memcpy: as many bytes read as written.
/// @param threads  at least 1
void copy_on_host(const std::byte* source, std::byte* destination, std::size_t bytes, int threads);

/// Writes `bytes` and reads twice as many, as a gradient does. All are aligned to 16 bytes.
/// @param past_caches  whether the stores are non-temporal, where the processor has such
void merge_on_host(const std::byte* first, const std::byte* second, std::byte* destination, std::size_t bytes,
                   int threads, bool past_caches);

}  // namespace softknee::bench
