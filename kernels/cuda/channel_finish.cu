// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/channel_finish.hpp>

#include <kernels/channel_workspace.hpp>
#include <kernels/cuda/channel_reduce.cuh>
#include <kernels/cuda/launch.hpp>

namespace softknee::kernels::cuda {
namespace {

/// Each parameter's gradient from its partial sums, in the order of their places; a block has as many elements side by
/// side as their lanes leave room for, so that neighbouring threads read neighbouring sums.
template <class Sum>
__global__ void __launch_bounds__(channel_threads) channel_finish(const __grid_constant__ finish_layout layout) {
    int k = 0;
    while (k + 1 < layout.parameter_count && blockIdx.x >= layout.first_block[k + 1]) ++k;
    const finish_parameter& parameter = layout.parameters[k];
    const int side_by_side = channel_threads / parameter.lanes;
    const int lane = static_cast<int>(threadIdx.x) / side_by_side;
    const int column = static_cast<int>(threadIdx.x) - lane * side_by_side;
    const std::int64_t element = (blockIdx.x - layout.first_block[k]) * side_by_side + column;
    const bool inside = element < parameter.elements;

    __shared__ Sum cells[channel_threads];
    cells[threadIdx.x] = {};
    if (inside && parameter.gradient != nullptr) {
        cells[threadIdx.x] = parameter.lane_sum(static_cast<const Sum*>(layout.partials), element, lane);
    }
    add_halves(cells, parameter.lanes, side_by_side, side_by_side);
    if (lane != 0 || !inside) return;
    parameter.store(cells[column], element, layout.accumulate);
    if (layout.status != nullptr && !parameter.usable(element)) atomicOr(layout.status, 1U);
}

}  // namespace

void launch_finish(const channel_call& call, const channel_partition& partition, CUstream_st* stream) {
    finish_layout layout{};
    layout.parameter_count = call.parameter_count;
    layout.accumulate = call.accumulate;
    layout.partials = partials_of(call);
    layout.status = call.workspace == nullptr ? nullptr : &head_of(call)->slope_not_positive;
    for (int k = 0; k < call.parameter_count; ++k) {
        layout.parameters[k] = finish_parameter(call, partition, k);
        layout.first_block[k + 1] = layout.first_block[k] + layout.parameters[k].blocks();
    }
    const std::int64_t blocks = layout.first_block[call.parameter_count];
    if (blocks == 0) return;
    const auto* kernel = call.type == dtype::float64 ? reinterpret_cast<const void*>(channel_finish<compensated_sum>)
                                                     : reinterpret_cast<const void*>(channel_finish<plain_sum>);
    void* arguments[] = {&layout};
    launch(kernel, arguments, blocks, channel_threads, stream);
}

}  // namespace softknee::kernels::cuda
