// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "bench_place.hpp"

namespace softknee::bench {

/// The CPU. Its ceilings are memcpy and, for two tensors read, a loop with plain and one with non-temporal stores.
/// @param threads  0: one for each core
std::unique_ptr<bench_place> make_host_place(int threads);

}  // namespace softknee::bench
