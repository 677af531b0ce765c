// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <kernels/channel_call.hpp>
#include <kernels/channel_partition.hpp>
#include <kernels/channel_sum.hpp>

/// What lies where in the workspace of a backward pass: a head, and the partial sums of each parameter, one partial row
/// after the other.
namespace softknee::kernels {

struct workspace_head {
    unsigned slope_not_positive;  ///< 0 or 1
    unsigned unused[3];
};

/// Null without a workspace.
inline workspace_head* head_of(const channel_call& call) {
    return static_cast<workspace_head*>(call.workspace);
}

/// Null without a workspace.
inline void* partials_of(const channel_call& call) {
    return call.workspace == nullptr ? nullptr : head_of(call) + 1;
}

inline channel_partition partition_of(const channel_call& call) {
    return {call.samples, call.groups, call.plane, static_cast<int>(channel_pack_bytes / size_of(call.type))};
}

inline std::size_t workspace_bytes(const channel_call& call) {
    if (call.count == 0) return 0;
    const channel_partition partition = partition_of(call);
    const std::size_t sum_bytes = call.type == dtype::float64 ? sizeof(compensated_sum) : sizeof(plain_sum);
    return sizeof(workspace_head) + sum_bytes * static_cast<std::size_t>(call.parameter_count) *
                                        static_cast<std::size_t>(partition.partial_rows() * partition.slots);
}

}  // namespace softknee::kernels
