// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <host/fixed_list.hpp>
#include <softknee/error.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee {
namespace {

/// Of rank 0 if the rank exceeds the maximum, which the constructor that takes the strides reports.
host::fixed_list<std::int64_t, maximum_rank> contiguous_strides(std::span<const std::int64_t> sizes) {
    host::fixed_list<std::int64_t, maximum_rank> strides;
    if (sizes.size() > maximum_rank) return strides;
    for (std::size_t d = 0; d < sizes.size(); ++d) strides.push_back(1);
    std::int64_t stride = 1;
    for (std::size_t d = sizes.size(); d-- > 0;) {
        strides[d] = stride;
        // An overflow is found there as well.
        if (__builtin_mul_overflow(stride, std::max<std::int64_t>(sizes[d], 1), &stride)) stride = 1;
    }
    return strides;
}

}  // namespace

std::string to_string(std::span<const std::int64_t> sizes) {
    std::string text = "[";
    for (const std::int64_t size : sizes) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

tensor_shape::tensor_shape(std::span<const std::int64_t> sizes) : tensor_shape(sizes, contiguous_strides(sizes)) {}

tensor_shape::tensor_shape(std::span<const std::int64_t> sizes, std::span<const std::int64_t> strides) {
    const auto got = [&] { return to_string(sizes); };
    if (sizes.size() > maximum_rank) {
        throw shape_error("tensor_shape", "sizes", got(), "a rank of at most " + std::to_string(maximum_rank));
    }
    if (strides.size() != sizes.size()) {
        throw shape_error("tensor_shape", "strides", to_string(strides), "as many as there are sizes in " + got());
    }
    rank_ = static_cast<int>(sizes.size());
    std::int64_t reach = 0;
    for (int d = 0; d < rank_; ++d) {
        if (sizes[d] < 0) throw shape_error("tensor_shape", "sizes", got(), "no negative size");
        sizes_[d] = sizes[d];
        strides_[d] = strides[d];
    }
    const bool empty = std::ranges::find(sizes, 0) != sizes.end();
    for (int d = 0; d < rank_ && !empty; ++d) {
        std::int64_t extent = 0;
        if (__builtin_mul_overflow(count_, sizes_[d], &count_) ||
            __builtin_mul_overflow(sizes_[d] - 1, strides_[d], &extent) || extent == INT64_MIN ||
            __builtin_add_overflow(reach, extent < 0 ? -extent : extent, &reach)) {
            throw shape_error("tensor_shape", "sizes", got() + " with strides " + to_string(strides),
                              "a number and a reach of elements below 2^63");
        }
    }
    // Elements of 8 bytes must be addressable too.
    if (!empty && (count_ > INT64_MAX / 8 || reach > INT64_MAX / 8)) {
        throw shape_error("tensor_shape", "sizes", got(), "fewer than 2^60 elements");
    }
    if (empty) count_ = 0;
}

}  // namespace softknee
