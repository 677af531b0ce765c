// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace softknee::kernels::cpu {

/// Elements of a run that is handled at once. Three buffers of 1024 doubles stay in a 32 KiB first-level cache.
inline constexpr std::int64_t run_elements = 1024;

/// Bytes of each buffer of an element-wise call: three, and what goes through them, stay in a 32 KiB first-level cache.
inline constexpr std::int64_t buffer_bytes = 8192;

/// Bytes of an output that is written without a buffer, at once: beginning a run costs about 0.1 us.
inline constexpr std::int64_t unbuffered_run_bytes = 65536;

/// A second thread pays from about 32 Ki elements on: waking one costs 2 to 10 us, an element takes 0.1 to 1 ns.
inline constexpr std::int64_t elements_per_thread = 32768;

/// Elements of a row that are walked down together: the sums of a fold of them take 32 KiB. In windows of 256 columns
/// rows were too short to be read ahead of (4096 of them: two thirds more time).
inline constexpr std::int64_t elements_together = 4096;

/// Elements of a sample up to which each thread keeps a table of their parameters; it fits a second-level cache.
inline constexpr std::int64_t largest_table = 65536;

/// The last-level cache, where the system does not tell its size.
inline constexpr std::int64_t assumed_cache_bytes = std::int64_t(32) << 20;

}  // namespace softknee::kernels::cpu
