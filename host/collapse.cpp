// SPDX-License-Identifier: Apache-2.0
#include <host/collapse.hpp>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace softknee::host {
namespace {

/// One dimension of a call: its size, and each operand's stride, the output's first.
struct dimension {
    std::int64_t size;
    std::vector<std::int64_t> strides;
};

bool merges(const dimension& outer, const dimension& inner) {
    for (std::size_t i = 0; i < outer.strides.size(); ++i) {
        if (outer.strides[i] != inner.strides[i] * inner.size) return false;
    }
    return true;
}

std::vector<dimension> collapsed(std::span<const const_tensor_view> views) {
    const tensor_shape& shape = views[0].shape();
    std::vector<dimension> dimensions;
    for (int d = 0; d < shape.rank(); ++d) {
        if (shape.size(d) == 1) continue;
        dimension next{shape.size(d), {}};
        for (const const_tensor_view& view : views) next.strides.push_back(view.shape().stride(d));
        dimensions.push_back(std::move(next));
    }
    std::ranges::stable_sort(dimensions, [](const dimension& a, const dimension& b) {
        return std::abs(a.strides[0]) > std::abs(b.strides[0]);
    });
    std::vector<dimension> result;
    for (const dimension& next : dimensions) {
        if (!result.empty() && merges(result.back(), next)) {
            result.back() = {result.back().size * next.size, next.strides};
        } else {
            result.push_back(next);
        }
    }
    if (result.empty()) result.push_back({1, std::vector<std::int64_t>(views.size(), 1)});
    return result;
}

}  // namespace

void set_operands(kernels::pointwise_call& call, std::span<const const_tensor_view> inputs, const tensor_view& output) {
    std::vector<const_tensor_view> views{output};
    views.insert(views.end(), inputs.begin(), inputs.end());
    const std::vector<dimension> dimensions = collapsed(views);

    call.count = output.count();
    call.rank = static_cast<int>(dimensions.size());
    call.output.data = output.data();
    for (std::size_t i = 0; i < inputs.size(); ++i) call.inputs[i].data = const_cast<void*>(inputs[i].data());
    for (int d = 0; d < call.rank; ++d) {
        call.sizes[d] = dimensions[d].size;
        call.output.strides[d] = dimensions[d].strides[0];
        for (std::size_t i = 0; i < inputs.size(); ++i) call.inputs[i].strides[d] = dimensions[d].strides[i + 1];
    }
}

}  // namespace softknee::host
