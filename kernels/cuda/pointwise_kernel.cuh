// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/pointwise.cuh>
#include <kernels/cuda/pointwise_kernel.hpp>

/// Included by the generated units alone. What else a launch takes is compiled once, without nvcc, in
/// pointwise_launch.cpp: here it would be compiled for each of the 36 kernels of each activation.
namespace softknee::kernels::cuda {

template <class Activation, pass Pass, class Layout>
kernel_entry entry_of() {
    constexpr auto prepare = prepare_argument<Activation, Pass, typename Layout::storage_type>;
    if constexpr (Pass == pass::forward) {
        return {reinterpret_cast<const void*>(pointwise_forward<Activation, Layout>), prepare};
    } else {
        return {reinterpret_cast<const void*>(pointwise_backward<Activation, Pass, Layout>), prepare};
    }
}

template <class Activation, pass Pass, class Element>
kernel_entry find_for_layout(layout_kind layout) {
    constexpr int inputs = Pass == pass::forward ? 1 : 2;
    switch (layout) {
        case layout_kind::contiguous:
            return entry_of<Activation, Pass, contiguous_layout<Element, inputs>>();
        case layout_kind::strided:
            return entry_of<Activation, Pass, strided_layout<Element, inputs>>();
        case layout_kind::list:
            return entry_of<Activation, Pass, list_layout<Element, inputs>>();
    }
    return {};
}

template <class Activation, pass Pass>
kernel_entry find_for_dtype(dtype type, layout_kind layout) {
    switch (type) {
        case dtype::float16:
            return find_for_layout<Activation, Pass, float16>(layout);
        case dtype::bfloat16:
            return find_for_layout<Activation, Pass, bfloat16>(layout);
        case dtype::float32:
            return find_for_layout<Activation, Pass, float>(layout);
        case dtype::float64:
            return find_for_layout<Activation, Pass, double>(layout);
    }
    return {};
}

template <class Activation>
kernel_entry find_pointwise_kernel(pass direction, dtype type, layout_kind layout) {
    switch (direction) {
        case pass::forward:
            return find_for_dtype<Activation, pass::forward>(type, layout);
        case pass::backward_from_input:
            return find_for_dtype<Activation, pass::backward_from_input>(type, layout);
        case pass::backward_from_output:
            if constexpr (has_derivative_from_output<Activation>) {
                return find_for_dtype<Activation, pass::backward_from_output>(type, layout);
            }
    }
    return {};
}

}  // namespace softknee::kernels::cuda
