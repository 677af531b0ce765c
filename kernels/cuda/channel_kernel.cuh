// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_kernel.hpp>
#include <kernels/cuda/channelwise.cuh>

/// Included by the generated units alone.
namespace softknee::kernels::cuda {

template <class Operation, pass Pass, class Element>
const void* channel_kernel_address() {
    if constexpr (Pass == pass::forward) {
        return reinterpret_cast<const void*>(channel_forward<Operation, Element>);
    } else {
        return reinterpret_cast<const void*>(channel_backward<Operation, Pass, Element>);
    }
}

template <class Operation, pass Pass>
const void* find_channel_kernel_for(dtype type) {
    switch (type) {
        case dtype::float16:
            return channel_kernel_address<Operation, Pass, float16>();
        case dtype::bfloat16:
            return channel_kernel_address<Operation, Pass, bfloat16>();
        case dtype::float32:
            return channel_kernel_address<Operation, Pass, float>();
        case dtype::float64:
            return channel_kernel_address<Operation, Pass, double>();
    }
    return nullptr;
}

template <class Operation>
const void* find_channel_kernel(pass direction, dtype type) {
    switch (direction) {
        case pass::forward:
            return find_channel_kernel_for<Operation, pass::forward>(type);
        case pass::backward_from_input:
            return find_channel_kernel_for<Operation, pass::backward_from_input>(type);
        case pass::backward_from_output:
            if constexpr (Operation::has_output_pass) {
                return find_channel_kernel_for<Operation, pass::backward_from_output>(type);
            }
    }
    return nullptr;
}

}  // namespace softknee::kernels::cuda
