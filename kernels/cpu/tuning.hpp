// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace softknee::kernels::cpu {

/// Elements of a run that is handled at once. Three buffers of 1024 doubles stay in a 32 KiB first-level cache.
inline constexpr std::int64_t run_elements = 1024;

/// A second thread pays from about 64 Ki elements on: starting one costs 10 to 30 us, an element 0.2 to 1 ns.
inline constexpr std::int64_t elements_per_thread = 65536;

/// Elements of a sample up to which each thread keeps a table of their parameters; it fits a second-level cache.
inline constexpr std::int64_t largest_table = 65536;

}  // namespace softknee::kernels::cpu
