// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/channel_partition.hpp>
#include <kernels/cuda/element.hpp>

/// What the kernels with parameter tensors are told: computed on the host, read by channel_walk.cuh and
/// channel_access.cuh on the device.
namespace softknee::kernels::cuda {

/// One data tensor. Its elements are moved 16 bytes at a time where they lie side by side and begin on such an address.
struct channel_tensor {
    void* data;
    bool packed;
    bool consecutive;
    std::int64_t strides[maximum_rank];  ///< innermost first
};

struct channel_parameter_source {
    const void* values;
    dtype type;
    std::int64_t strides[maximum_rank];  ///< of the groups' dimensions, innermost first
};

struct channel_layout {
    channel_partition partition;
    channel_tensor
        inputs[3];  ///< of which the first `input_count` are read: x, or the saved tensor and dy; the residual
    int input_count;
    channel_tensor output;      ///< neither data nor packed if it is not wanted
    bool plain;                 ///< whether whole packs are plain steps (channel_walk.cuh)
    std::uint32_t pack_stride;  ///< of the partition, in packs, where they are
    residual_place place;
    int rank;
    fixed_size sizes[maximum_rank];  ///< innermost first
    fixed_size plane;
    fixed_size groups;
    int group_rank;
    fixed_size group_sizes[maximum_rank];  ///< innermost first
    channel_parameter_source parameters[maximum_parameter_tensors];
    void* partials;    ///< null if no sums are wanted
    unsigned* status;  ///< of the workspace, set to 0 by the first kernel; null without a workspace

    explicit channel_layout(const channel_call& call);
};

}  // namespace softknee::kernels::cuda
