// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/cuda/layout.hpp>
#include <kernels/cuda/storage.cuh>

/// Which elements a thread handles and where they lie: all offset arithmetic of the element-wise kernels.
namespace softknee::kernels::cuda {

/// Which block of its contiguous call this one is. Found out at once whether the last: asked for where that is needed,
/// it took up to two instructions of an element in a list.
struct block_place {
    std::uint32_t index;
    bool is_last;
};

/// A call that has the grid for itself.
__device__ __forceinline__ block_place place_in_grid() {
    return {blockIdx.x, blockIdx.x == gridDim.x - 1};
}

/// The member of a list that this block belongs to: the last that begins at it or before. By halves: a list has few
/// enough members that the steps cost less than a load from memory.
template <class Element, int Inputs>
__device__ __forceinline__ int find_member(const list_layout<Element, Inputs>& list) {
    int first = 0;
    int last = list.size - 1;
#pragma unroll 1
    while (first < last) {
        const int middle = (first + last + 1) / 2;
        if (list.members[middle].first_block <= blockIdx.x) {
            first = middle;
        } else {
            last = middle - 1;
        }
    }
    return first;
}

template <class Element, int Inputs>
__device__ __forceinline__ block_place place_in_member(const list_layout<Element, Inputs>& list, int member) {
    const std::uint32_t behind = member + 1 < list.size ? list.members[member + 1].first_block : list.blocks;
    return {blockIdx.x - list.members[member].first_block, blockIdx.x + 1 == behind};
}

/// The i-th pack of this thread; there is none if it is `packs` or more.
__device__ __forceinline__ std::int64_t pack_index(const block_place& block, int i) {
    return (std::int64_t(block.index) * packs_per_thread + i) * threads_per_block + threadIdx.x;
}

/// Whether this thread handles an edge element: the last threads of the last block do, which have the fewest packs.
template <class Element, int Inputs>
__device__ __forceinline__ bool has_edge(const contiguous_layout<Element, Inputs>& layout, const block_place& block) {
    return block.is_last && threadIdx.x >= static_cast<unsigned>(threads_per_block - layout.edges);
}

template <class Element, int Inputs>
__device__ __forceinline__ std::int64_t edge_index(const contiguous_layout<Element, Inputs>& layout) {
    const int edge = static_cast<int>(threadIdx.x) - (threads_per_block - layout.edges);
    return edge < layout.head ? edge : edge + layout.packs * pack_elements<Element>;
}

/// The i-th element of this thread; there is none if it is `count` or more.
template <class Element, int Inputs>
__device__ __forceinline__ std::int64_t element_index(const strided_layout<Element, Inputs>&, int i) {
    return (std::int64_t(blockIdx.x) * strided_elements_per_thread + i) * threads_per_block + threadIdx.x;
}

/// The 16 bytes that begin `shift_bytes` after the start of two adjacent packs. The shift is a multiple of the size of
/// an element and the same for all threads: two bytes are a funnel shift, four and eight a choice of words.
template <class Element>
__device__ __forceinline__ pack realign(const pack& low, const pack& high, unsigned shift_bytes) {
    std::uint32_t word[8] = {low.word[0],  low.word[1],  low.word[2],  low.word[3],
                             high.word[0], high.word[1], high.word[2], high.word[3]};
#pragma unroll
    for (int i = 0; i < 6; ++i) word[i] = (shift_bytes & 8U) != 0 ? word[i + 2] : word[i];
    if constexpr (sizeof(Element) <= 4) {
#pragma unroll
        for (int i = 0; i < 5; ++i) word[i] = (shift_bytes & 4U) != 0 ? word[i + 1] : word[i];
    }
    if constexpr (sizeof(Element) <= 2) {
        const unsigned shift_bits = (shift_bytes & 2U) * 8;
#pragma unroll
        for (int i = 0; i < 4; ++i) word[i] = __funnelshift_r(word[i], word[i + 1], shift_bits);
    }
    return {{word[0], word[1], word[2], word[3]}};
}

/// This thread's packs of one input. Those beyond the end stay as they are.
template <class Layout>
__device__ __forceinline__ void load_packs(const Layout& layout, const block_place& block,
                                           const typename Layout::input& input, pack (&loaded)[packs_per_thread]) {
    if (input.shift_bytes == 0) {
#pragma unroll
        for (int i = 0; i < packs_per_thread; ++i) {
            const std::int64_t index = pack_index(block, i);
            if (index < layout.packs) loaded[i] = load_pack(input.aligned + index);
        }
    } else {
        pack high[packs_per_thread] = {};
#pragma unroll
        for (int i = 0; i < packs_per_thread; ++i) {
            const std::int64_t index = pack_index(block, i);
            if (index < layout.packs) {
                loaded[i] = load_pack(input.aligned + index);
                high[i] = load_pack(input.aligned + index + 1);
            }
        }
#pragma unroll
        for (int i = 0; i < packs_per_thread; ++i) {
            loaded[i] = realign<typename Layout::storage_type>(loaded[i], high[i], input.shift_bytes);
        }
    }
}

/// Where one element of a strided call lies in each tensor, in elements from its element 0.
template <int Inputs>
struct element_offsets {
    std::int64_t input[Inputs];
    std::int64_t output;
};

template <class Layout>
__device__ __forceinline__ element_offsets<Layout::inputs> find_offsets(const Layout& layout, std::int64_t index) {
    element_offsets<Layout::inputs> offsets = {};
    const auto advance = [&](const auto& dimension, std::int64_t coordinate) {
#pragma unroll
        for (int i = 0; i < Layout::inputs; ++i) offsets.input[i] += coordinate * dimension.input_strides[i];
        offsets.output += coordinate * dimension.output_stride;
    };
#pragma unroll 1
    for (int d = 0; d < layout.rank - 1; ++d) {
        const auto& dimension = layout.dimensions[d];
        const std::int64_t next = quotient(index, dimension.divisor);
        advance(dimension, index - next * dimension.size);
        index = next;
    }
    advance(layout.dimensions[layout.rank - 1], index);
    return offsets;
}

}  // namespace softknee::kernels::cuda
