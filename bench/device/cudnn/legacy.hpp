// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <bench/bench_place.hpp>

struct cudnnContext;

namespace softknee::bench {

/// The pass by cudnnActivationForward or cudnnActivationBackward; empty if they do not have it, or not for so many
/// elements. Gradients read y, dy and x: one tensor more than softknee's from y.
/// @throws cudnn_error, also from the call
slot_call make_legacy_call(const std::shared_ptr<cudnnContext>& handle, const compared_pass& which);

}  // namespace softknee::bench
