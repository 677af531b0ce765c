// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/pointwise_launch.hpp>

#include <stdexcept>

#include <kernels/cuda/launch.hpp>

namespace softknee::kernels::cuda {
namespace {

template <class Layout>
void launch_layout(const pointwise_call& call, const void* kernel, CUstream_st* stream) {
    using scalar = typename Layout::scalar;
    parameter_values<scalar> parameters;
    for (std::size_t i = 0; i < maximum_parameters; ++i) {
        parameters.value[i] = static_cast<scalar>(call.parameters[i]);
    }
    Layout layout(call);
    void* arguments[] = {&layout, &parameters};
    launch(kernel, arguments, layout.blocks(), threads_per_block, stream);
}

template <class Element, int Inputs>
void launch_element(const pointwise_call& call, const void* kernel, CUstream_st* stream) {
    if (call.contiguous()) {
        launch_layout<contiguous_layout<Element, Inputs>>(call, kernel, stream);
    } else {
        launch_layout<strided_layout<Element, Inputs>>(call, kernel, stream);
    }
}

template <class Element>
void launch_inputs(const pointwise_call& call, const void* kernel, CUstream_st* stream) {
    if (call.input_count() == 1) {
        launch_element<Element, 1>(call, kernel, stream);
    } else {
        launch_element<Element, 2>(call, kernel, stream);
    }
}

}  // namespace

void launch_pointwise(const pointwise_call& call, pointwise_kernel_finder find, CUstream_st* stream) {
    const layout_kind layout = call.contiguous() ? layout_kind::contiguous : layout_kind::strided;
    const void* kernel = find(call.direction, call.type, layout);
    if (kernel == nullptr) throw std::logic_error("launch_pointwise: this activation has no such pass");
    switch (call.type) {
        case dtype::float16:
            return launch_inputs<float16>(call, kernel, stream);
        case dtype::bfloat16:
            return launch_inputs<bfloat16>(call, kernel, stream);
        case dtype::float32:
            return launch_inputs<float>(call, kernel, stream);
        case dtype::float64:
            return launch_inputs<double>(call, kernel, stream);
    }
}

}  // namespace softknee::kernels::cuda
