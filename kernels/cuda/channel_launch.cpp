// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/channel_launch.hpp>

#include <limits>
#include <stdexcept>

#include <kernels/channel_workspace.hpp>
#include <kernels/cuda/channel_finish.hpp>
#include <kernels/cuda/channel_layout.hpp>
#include <kernels/cuda/launch.hpp>
#include <kernels/cuda/tuning.hpp>

namespace softknee::kernels::cuda {
namespace {

channel_tensor tensor_of(const channel_call& call, const pointwise_operand& operand) {
    channel_tensor tensor{};
    tensor.data = operand.data;
    tensor.consecutive = call.rank == 1 && operand.strides[0] == 1;
    tensor.packed = tensor.consecutive && operand.data != nullptr &&
                    reinterpret_cast<std::uintptr_t>(operand.data) % pack_bytes == 0;
    for (int d = 0; d < call.rank; ++d) tensor.strides[d] = operand.strides[call.rank - 1 - d];
    return tensor;
}

void launch_first(const channel_layout& layout, const channel_call& call, const kernel_entry& kernel,
                  CUstream_st* stream) {
    prepared_argument constants;
    prepare(kernel, call.constants, constants);
    void* arguments[] = {const_cast<channel_layout*>(&layout), &constants};
    const int shared_bytes = kernel.is_lone_block ? channel_ring_bytes(true, architecture_of_device()) : 0;
    launch(kernel.address, arguments, layout.partition.blocks(), channel_threads, stream, shared_bytes);
}

}  // namespace

channel_layout::channel_layout(const channel_call& call)
    : partition(partition_of(call)),
      inputs{},
      input_count(0),
      output(tensor_of(call, call.output)),
      plain(output.packed && call.place == residual_place::none &&
            partition.count / partition.pack <= std::numeric_limits<std::uint32_t>::max()),
      pack_stride(static_cast<std::uint32_t>(partition.stride / partition.pack)),
      place(call.place),
      rank(call.rank),
      sizes{},
      plane(call.plane),
      groups(call.groups),
      group_rank(call.group_rank),
      group_sizes{},
      parameters{},
      partials(nullptr),
      status(nullptr) {
    const auto read = [&](const pointwise_operand& operand) {
        channel_tensor& input = inputs[input_count++];
        input = tensor_of(call, operand);
        plain = plain && input.packed;
    };
    for (int i = 0; i < call.input_count(); ++i) read(call.inputs[i]);
    if (place != residual_place::none) read(call.residual);
    for (int d = 0; d < rank; ++d) sizes[d] = fixed_size(call.sizes[rank - 1 - d]);
    for (int d = 0; d < group_rank; ++d) group_sizes[d] = fixed_size(call.group_sizes[group_rank - 1 - d]);
    for (int k = 0; k < call.parameter_count; ++k) {
        parameters[k].values = call.parameters[k].values;
        parameters[k].type = call.parameters[k].type;
        for (int d = 0; d < group_rank; ++d) {
            parameters[k].strides[d] = call.parameters[k].strides[group_rank - 1 - d];
        }
    }
    if (call.workspace != nullptr) {
        status = &head_of(call)->slope_not_positive;
        if (call.gradients_wanted()) partials = partials_of(call);
    }
}

void launch_channelwise(const channel_call& call, channel_kernel_finder find, CUstream_st* stream) {
    const kernel_entry kernel = find(call.direction, call.type);
    if (kernel.address == nullptr) throw std::logic_error("launch_channelwise: this operation has no such pass");
    const channel_layout layout(call);
    if (call.count > 0) launch_first(layout, call, kernel, stream);
    if (call.direction != pass::forward && (call.workspace != nullptr || call.count == 0)) {
        launch_finish(call, layout.partition, stream);
    }
}

}  // namespace softknee::kernels::cuda
