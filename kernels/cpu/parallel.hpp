// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

namespace softknee::kernels::cpu {

/// Calls work(begin, end) for consecutive ranges that make up [0, pieces), in threads of OpenMP and in the default
/// floating-point environment, and waits for them. OpenMP keeps its threads from call to call: starting them cost 10 to
/// 30 us.
///
/// @param threads   at most so many; 0 for as many as OpenMP would take, fewer where waking them costs more
/// @param elements  how much work it is in all
void share_between_threads(int threads, std::int64_t elements, std::int64_t pieces,
                           const std::function<void(std::int64_t, std::int64_t)>& work);

}  // namespace softknee::kernels::cpu
