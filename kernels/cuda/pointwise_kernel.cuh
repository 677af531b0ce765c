// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/pointwise.cuh>
#include <kernels/cuda/pointwise_kernel.hpp>

/// Included by the generated units alone. What else a launch takes is compiled once, without nvcc, in
/// pointwise_launch.cpp: here it would be compiled for each of the 36 kernels of each activation.
namespace softknee::kernels::cuda {

template <class Activation, pass Pass, class Layout>
const void* kernel_address() {
    if constexpr (Pass == pass::forward) {
        return reinterpret_cast<const void*>(pointwise_forward<Activation, Layout>);
    } else {
        return reinterpret_cast<const void*>(pointwise_backward<Activation, Pass, Layout>);
    }
}

template <class Activation, pass Pass, class Element>
const void* find_for_layout(layout_kind layout) {
    constexpr int inputs = Pass == pass::forward ? 1 : 2;
    switch (layout) {
        case layout_kind::contiguous:
            return kernel_address<Activation, Pass, contiguous_layout<Element, inputs>>();
        case layout_kind::strided:
            return kernel_address<Activation, Pass, strided_layout<Element, inputs>>();
        case layout_kind::list:
            return kernel_address<Activation, Pass, list_layout<Element, inputs>>();
    }
    return nullptr;
}

template <class Activation, pass Pass>
const void* find_for_dtype(dtype type, layout_kind layout) {
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
    return nullptr;
}

template <class Activation>
const void* find_pointwise_kernel(pass direction, dtype type, layout_kind layout) {
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
    return nullptr;
}

}  // namespace softknee::kernels::cuda
