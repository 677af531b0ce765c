// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_kernel.hpp>
#include <kernels/cuda/channelwise.cuh>

/// Included by the generated units alone.
namespace softknee::kernels::cuda {

template <class Operation, pass Pass, class Element>
kernel_entry channel_entry_of() {
    constexpr auto prepare = prepare_argument<typename Operation::activation, Pass, Element>;
    constexpr bool lone = is_lone_block<Operation, Pass, Element>;
    if constexpr (Pass == pass::forward) {
        return {reinterpret_cast<const void*>(channel_forward<Operation, Element>), prepare, lone};
    } else {
        return {reinterpret_cast<const void*>(channel_backward<Operation, Pass, Element>), prepare, lone};
    }
}

template <class Operation, pass Pass>
kernel_entry find_channel_kernel_for(dtype type) {
    switch (type) {
        case dtype::float16:
            return channel_entry_of<Operation, Pass, float16>();
        case dtype::bfloat16:
            return channel_entry_of<Operation, Pass, bfloat16>();
        case dtype::float32:
            return channel_entry_of<Operation, Pass, float>();
        case dtype::float64:
            return channel_entry_of<Operation, Pass, double>();
    }
    return {};
}

template <class Operation>
kernel_entry find_channel_kernel(pass direction, dtype type) {
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
    return {};
}

}  // namespace softknee::kernels::cuda
