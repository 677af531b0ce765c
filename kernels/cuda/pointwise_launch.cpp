// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/pointwise_launch.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include <kernels/cuda/launch.hpp>

namespace softknee::kernels::cuda {
namespace {

kernel_entry find_kernel(const pointwise_call& call, pointwise_kernel_finder find, layout_kind layout) {
    const kernel_entry kernel = find(call.direction, call.type, layout);
    if (kernel.address == nullptr) throw std::logic_error("launch_pointwise: this activation has no such pass");
    return kernel;
}

template <class Layout>
void launch_layout(Layout& layout, std::int64_t blocks, const pointwise_call& call, const kernel_entry& kernel,
                   CUstream_st* stream) {
    prepared_argument prepared;
    prepare(kernel, call.parameters, prepared);
    void* arguments[] = {&layout, &prepared};
    launch(kernel.address, arguments, blocks, threads_per_block, stream);
}

/// function<Element, Inputs>() for the dtype and the pass of a call.
template <class Function>
void with_element(const pointwise_call& call, const Function& function) {
    const auto with_inputs = [&]<class Element>() {
        if (call.input_count() == 1) {
            function.template operator()<Element, 1>();
        } else {
            function.template operator()<Element, 2>();
        }
    };
    switch (call.type) {
        case dtype::float16:
            return with_inputs.template operator()<float16>();
        case dtype::bfloat16:
            return with_inputs.template operator()<bfloat16>();
        case dtype::float32:
            return with_inputs.template operator()<float>();
        case dtype::float64:
            return with_inputs.template operator()<double>();
    }
}

using call_span = std::span<const pointwise_call* const>;

/// Contiguous calls of one pass and dtype, as many in a launch as have room. A list of one is no list.
template <class Element, int Inputs>
void launch_group(call_span calls, pointwise_kernel_finder find, CUstream_st* stream) {
    while (!calls.empty()) {
        list_layout<Element, Inputs> list{};
        std::size_t taken = 0;
        while (taken < calls.size() && list.add(*calls[taken])) ++taken;
        if (taken > 1) {
            const kernel_entry kernel = find_kernel(*calls[0], find, layout_kind::list);
            launch_layout(list, list.blocks, *calls[0], kernel, stream);
        } else {
            taken = 1;
            launch_pointwise(*calls[0], find, stream);
        }
        calls = calls.subspan(taken);
    }
}

}  // namespace

void launch_pointwise(const pointwise_call& call, pointwise_kernel_finder find, CUstream_st* stream) {
    with_element(call, [&]<class Element, int Inputs>() {
        const auto launch_as = [&]<class Layout>(layout_kind kind) {
            Layout layout(call);
            launch_layout(layout, layout.blocks(), call, find_kernel(call, find, kind), stream);
        };
        if (call.contiguous()) {
            launch_as.template operator()<contiguous_layout<Element, Inputs>>(layout_kind::contiguous);
        } else {
            launch_as.template operator()<strided_layout<Element, Inputs>>(layout_kind::strided);
        }
    });
}

void launch_pointwise(std::span<const pointwise_call> calls, pointwise_kernel_finder find, CUstream_st* stream) {
    std::vector<const pointwise_call*> sharing;
    for (const pointwise_call& call : calls) {
        if (call.contiguous()) {
            sharing.push_back(&call);
        } else {
            launch_pointwise(call, find, stream);
        }
    }
    const auto kind = [](const pointwise_call* call) { return std::pair(call->direction, call->type); };
    std::ranges::stable_sort(sharing, {}, kind);
    for (call_span rest = sharing; !rest.empty();) {
        const auto end = std::ranges::upper_bound(rest, kind(rest.front()), {}, kind);
        const auto group = rest.first(static_cast<std::size_t>(end - rest.begin()));
        with_element(*group.front(),
                     [&]<class Element, int Inputs>() { launch_group<Element, Inputs>(group, find, stream); });
        rest = rest.subspan(group.size());
    }
}

}  // namespace softknee::kernels::cuda
