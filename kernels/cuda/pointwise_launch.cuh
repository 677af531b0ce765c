// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

#include <kernels/cuda/launch.cuh>
#include <kernels/cuda/pointwise.cuh>
#include <kernels/cuda/pointwise_launch.hpp>

/// From a call to the kernel for its direction, element type and layout.
namespace softknee::kernels::cuda {

template <class Activation, pass Pass, class Layout>
void launch_layout(const pointwise_call& call, CUstream_st* stream) {
    using scalar = typename Layout::scalar;
    parameter_values<scalar> parameters;
    for (std::size_t i = 0; i < maximum_parameters; ++i) {
        parameters.value[i] = static_cast<scalar>(call.parameters[i]);
    }
    const Layout layout(call);
    if constexpr (Pass == pass::forward) {
        launch(pointwise_forward<Activation, Layout>, layout.blocks(), threads_per_block, stream, layout, parameters);
    } else {
        launch(pointwise_backward<Activation, Pass, Layout>, layout.blocks(), threads_per_block, stream, layout,
               parameters);
    }
}

template <class Activation, pass Pass, class Element>
void launch_element(const pointwise_call& call, CUstream_st* stream) {
    constexpr int inputs = Pass == pass::forward ? 1 : 2;
    if (call.contiguous()) {
        launch_layout<Activation, Pass, contiguous_layout<Element, inputs>>(call, stream);
    } else {
        launch_layout<Activation, Pass, strided_layout<Element, inputs>>(call, stream);
    }
}

template <class Activation, pass Pass>
void launch_pass(const pointwise_call& call, CUstream_st* stream) {
    switch (call.type) {
        case dtype::float16:
            return launch_element<Activation, Pass, float16>(call, stream);
        case dtype::bfloat16:
            return launch_element<Activation, Pass, bfloat16>(call, stream);
        case dtype::float32:
            return launch_element<Activation, Pass, float>(call, stream);
        case dtype::float64:
            return launch_element<Activation, Pass, double>(call, stream);
    }
}

template <class Activation>
void launch_pointwise(const pointwise_call& call, CUstream_st* stream) {
    switch (call.direction) {
        case pass::forward:
            return launch_pass<Activation, pass::forward>(call, stream);
        case pass::backward_from_input:
            return launch_pass<Activation, pass::backward_from_input>(call, stream);
        case pass::backward_from_output:
            if constexpr (has_derivative_from_output<Activation>) {
                return launch_pass<Activation, pass::backward_from_output>(call, stream);
            } else {
                throw std::logic_error("launch_pointwise: this activation has no backward pass from its output");
            }
    }
}

}  // namespace softknee::kernels::cuda
