// SPDX-License-Identifier: Apache-2.0
#include <host/collapse.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace softknee::host {
namespace {

bool is_one_run(const strided_dimension& outer, const strided_dimension& inner) {
    for (std::size_t i = 0; i < outer.strides.size(); ++i) {
        if (outer.strides[i] != inner.strides[i] * inner.size) return false;
    }
    return true;
}

void set_dimensions(kernels::pointwise_call& call, std::span<const const_tensor_view> inputs, const tensor_view& output,
                    std::span<const strided_dimension> dimensions) {
    call.count = output.count();
    call.rank = static_cast<int>(dimensions.size());
    call.output.data = output.data();
    for (std::size_t i = 0; i < inputs.size(); ++i) call.inputs[i].data = const_cast<void*>(inputs[i].data());
    for (int d = 0; d < call.rank; ++d) {
        const strided_dimension& dimension = dimensions[static_cast<std::size_t>(d)];
        call.sizes[d] = dimension.size;
        call.output.strides[d] = dimension.strides[0];
        for (std::size_t i = 0; i < inputs.size(); ++i) call.inputs[i].strides[d] = dimension.strides[i + 1];
    }
}

}  // namespace

fixed_list<int, maximum_rank> order_of_dimensions(const tensor_shape& shape) {
    fixed_list<int, maximum_rank> order;
    for (int d = 0; d < shape.rank(); ++d) {
        if (shape.size(d) == 1) continue;
        order.push_back(d);
        const auto is_before = [&](int a, int b) { return std::abs(shape.stride(a)) > std::abs(shape.stride(b)); };
        for (std::size_t i = order.size() - 1; i > 0 && is_before(order[i], order[i - 1]); --i) {
            std::swap(order[i], order[i - 1]);
        }
    }
    return order;
}

dimension_list merged(const dimension_list& dimensions) {
    dimension_list result;
    for (const strided_dimension& next : dimensions) {
        if (!result.empty() && is_one_run(result.back(), next)) {
            result.back() = {result.back().size * next.size, next.strides};
        } else {
            result.push_back(next);
        }
    }
    return result;
}

bool is_contiguous(const tensor_shape& shape) {
    std::int64_t stride = 1;
    for (int d = shape.rank(); d-- > 0;) {
        if (shape.size(d) != 1 && shape.stride(d) != stride) return false;
        stride *= shape.size(d);
    }
    return true;
}

void set_operands(kernels::pointwise_call& call, std::span<const const_tensor_view> inputs, const tensor_view& output) {
    const auto is_one_row = [](const const_tensor_view& view) { return is_contiguous(view.shape()); };
    if (is_one_row(output) && std::ranges::all_of(inputs, is_one_row)) {
        // Most calls: what the search below would find as well.
        strided_dimension all{output.count(), {1}};
        for (std::size_t i = 0; i < inputs.size(); ++i) all.strides.push_back(1);
        return set_dimensions(call, inputs, output, std::span(&all, 1));
    }
    dimension_list dimensions;
    for (const int d : order_of_dimensions(output.shape())) {
        strided_dimension next{output.shape().size(d), {output.shape().stride(d)}};
        for (const const_tensor_view& view : inputs) next.strides.push_back(view.shape().stride(d));
        dimensions.push_back(next);
    }
    if (dimensions.empty()) {
        strided_dimension one{1, {}};
        for (std::size_t i = 0; i <= inputs.size(); ++i) one.strides.push_back(1);
        dimensions.push_back(one);
    }
    set_dimensions(call, inputs, output, merged(dimensions));
}

}  // namespace softknee::host
