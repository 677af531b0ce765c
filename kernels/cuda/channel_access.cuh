// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_walk.cuh>
#include <kernels/cuda/storage.cuh>

/// Where the elements of the kernels with parameters lie, and how those are moved that do not make a whole pack.
namespace softknee::kernels::cuda {

/// Where element number `element` of the call lies in a tensor.
__device__ __forceinline__ std::int64_t offset_of(const channel_layout& layout, const channel_tensor& tensor,
                                                  std::int64_t element) {
    if (tensor.consecutive) return element;
    std::int64_t offset = 0;
#pragma unroll 1
    for (int d = 0; d < layout.rank; ++d) {
        const std::int64_t outer = quotient(element, layout.sizes[d]);
        offset += (element - outer * layout.sizes[d].size) * tensor.strides[d];
        element = outer;
    }
    return offset;
}

/// An element as bits that are moved and not looked at.
template <int Bytes>
struct element_bits;
template <>
struct element_bits<2> {
    using type = std::uint16_t;
};
template <>
struct element_bits<4> {
    using type = std::uint32_t;
};
template <>
struct element_bits<8> {
    using type = std::uint64_t;
};

/// The elements of a step, one after the other; what is beside them becomes 0. There are few such steps, or a tensor is
/// strided: with code for each input this took more instructions than all the rest.
template <class Element>
__device__ __forceinline__ void load_elements(const channel_layout& layout, const channel_tensor& tensor,
                                              const channel_step& step, pack& own) {
    using bits = typename element_bits<sizeof(Element)>::type;
    own = {};
#pragma unroll 1
    for (unsigned rest = step.mask; rest != 0; rest &= rest - 1) {
        const int i = __ffs(static_cast<int>(rest)) - 1;
        const bits element = static_cast<const bits*>(tensor.data)[offset_of(layout, tensor, step.first + i)];
        memcpy(reinterpret_cast<char*>(&own) + i * sizeof(bits), &element, sizeof(bits));
    }
}

/// Writes the elements of a step and no others, if the output is wanted.
/// @param own  shared memory of this thread
template <class Element>
__device__ __forceinline__ void store_elements(const channel_layout& layout, const channel_step& step,
                                               const pack& value, pack& own) {
    using bits = typename element_bits<sizeof(Element)>::type;
    auto* const elements = static_cast<bits*>(layout.output.data);
    if (layout.output.packed && step.is_whole<Element>()) {
        store_pack(reinterpret_cast<pack*>(elements + step.first), value);
        return;
    }
    if (elements == nullptr) return;
    store_pack(&own, value);
#pragma unroll 1
    for (unsigned rest = step.mask; rest != 0; rest &= rest - 1) {
        const int i = __ffs(static_cast<int>(rest)) - 1;
        bits element;
        memcpy(&element, reinterpret_cast<const char*>(&own) + i * sizeof(bits), sizeof(bits));
        elements[offset_of(layout, layout.output, step.first + i)] = element;
    }
}

}  // namespace softknee::kernels::cuda
