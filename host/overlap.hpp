// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// The addresses from the first byte of a view with elements to behind its last.
struct extent {
    std::int64_t begin;
    std::int64_t end;

    explicit extent(const const_tensor_view& view);
};

/// Whether the views are one and the same: address, sizes and the strides of all dimensions longer than 1.
bool identical(const const_tensor_view& a, const const_tensor_view& b);

/// Whether it is certain that no byte belongs to both. Strided views may interleave without touching; that is found by
/// solving for an offset that both reach, in a bounded number of steps, and "not certain" is the answer beyond them.
bool certainly_disjoint(const const_tensor_view& a, const const_tensor_view& b);

/// Whether it is certain that no two elements of the view share a byte.
bool certainly_injective(const const_tensor_view& view);

}  // namespace softknee::host
