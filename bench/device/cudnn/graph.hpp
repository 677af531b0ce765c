// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <softknee/stream.hpp>

#include <bench/bench_place.hpp>

struct cudnnContext;

namespace softknee::bench {

/// The pass by an execution plan of one pointwise operation, the first engine that cuDNN's heuristics name and that
/// takes it; empty if cuDNN has no such operation. Making it compiles a kernel, which takes about a second.
/// @throws cudnn_error, also from the call, if no engine takes it, as none takes float64
slot_call make_graph_call(const std::shared_ptr<cudnnContext>& handle, const compared_pass& which, stream_ref stream);

}  // namespace softknee::bench
