// SPDX-License-Identifier: Apache-2.0
#include "list_call.hpp"

#include <array>
#include <cstddef>

#include <softknee/pointwise.hpp>
#include <softknee/tensor_list.hpp>

namespace softknee::bench {
namespace {

/// The elements of a contiguous tensor from the first to before the last.
tensor_view part_of(const tensor_view& whole, std::int64_t first, std::int64_t last) {
    std::byte* const data = static_cast<std::byte*>(whole.data()) + bytes_for(first, whole.type());
    return {data, whole.type(), whole.where(), tensor_shape(std::array{last - first})};
}

}  // namespace

list_call::list_call(const activation& activation, pass direction, const tensor_view& saved, const tensor_view& dy,
                     const tensor_view& result, int members)
    : activation_(activation), direction_(direction) {
    for (int i = 0; i < members; ++i) {
        const std::int64_t first = result.count() * i / members;
        const std::int64_t last = result.count() * (i + 1) / members;
        const tensor_view kept = part_of(saved, first, last);
        x_.push_back(kept);
        saved_.push_back(direction == pass::backward_from_output ? from_output(kept) : from_input(kept));
        dy_.push_back(part_of(dy, first, last));
        result_.push_back(part_of(result, first, last));
    }
}

void list_call::together(const bench_place& place) const {
    place.run([&](const auto& where) {
        if (direction_ == pass::forward) {
            forward(activation_, x_, result_, where);
        } else {
            backward(activation_, saved_, dy_, result_, where);
        }
    });
}

void list_call::one_by_one(const bench_place& place) const {
    place.run([&](const auto& where) {
        for (std::size_t i = 0; i < result_.size(); ++i) {
            if (direction_ == pass::forward) {
                forward(activation_, x_[i], result_[i], where);
            } else {
                backward(activation_, saved_[i], dy_[i], result_[i], where);
            }
        }
    });
}

}  // namespace softknee::bench
