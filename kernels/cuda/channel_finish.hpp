// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/channel_finish.hpp>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// The argument of the second kernel of a backward pass. Its blocks share the parameters' elements, one parameter after
/// the other.
struct finish_layout {
    finish_parameter parameters[maximum_parameter_tensors];
    std::int64_t first_block[maximum_parameter_tensors + 1];
    int parameter_count;
    double accumulate;
    const void* partials;
    unsigned* status;  ///< null without a workspace
};

/// Submits the second kernel.
void launch_finish(const channel_call& call, const channel_partition& partition, CUstream_st* stream);

}  // namespace softknee::kernels::cuda
