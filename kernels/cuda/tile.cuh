// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include <kernels/cuda/storage.cuh>
#include <kernels/cuda/tuning.hpp>
#include <kernels/pointwise_call.hpp>

/// Which elements a thread handles and where they lie: all offset arithmetic of the element-wise kernels.
namespace softknee::kernels::cuda {

/// A contiguous call, cut where its output is aligned to packs. The elements before the first and after the last pack
/// are its edges, handled one by one.
///
/// An input that is not aligned at the packs of the output is read as the aligned packs around them. Where such a pack
/// would reach outside the tensor, the first or the last pack of the output is left to the edges, so there are fewer
/// than 4 * pack_elements of these. In place, input and output are the identical view and equally aligned: no thread
/// reads an element that another one writes.
template <class Element, int Inputs>
struct contiguous_layout {
    using storage_type = Element;
    using scalar = compute_type<Element>;
    static constexpr int inputs = Inputs;

    struct input {
        const Element* elements;
        const pack* aligned;   ///< the pack that the first byte of output pack 0 falls into
        unsigned shift_bytes;  ///< from the start of that pack to this byte
    };
    input input_tensors[Inputs];
    Element* output;
    pack* output_packs;
    std::int64_t packs;
    int head;   ///< edge elements before the packs
    int edges;  ///< edge elements before and after them

    explicit contiguous_layout(const pointwise_call& call) : output(static_cast<Element*>(call.output.data)) {
        constexpr std::int64_t size = sizeof(Element);
        const auto address = [](const void* data) { return reinterpret_cast<std::uintptr_t>(data); };
        std::int64_t first = static_cast<std::int64_t>(-address(call.output.data) % pack_bytes) / size;
        std::int64_t bytes_before = 0;
        std::int64_t bytes_after = 0;
        for (int i = 0; i < Inputs; ++i) {
            const auto shift = static_cast<unsigned>((address(call.inputs[i].data) + first * size) % pack_bytes);
            input_tensors[i] = {static_cast<const Element*>(call.inputs[i].data), nullptr, shift};
            bytes_before = std::max<std::int64_t>(bytes_before, shift);
            bytes_after = std::max<std::int64_t>(bytes_after, shift == 0 ? 0 : pack_bytes - shift);
        }
        if (first * size < bytes_before) first += pack_elements<Element>;
        const std::int64_t last = call.count - (bytes_after + size - 1) / size;
        packs = std::max<std::int64_t>(0, (last - first) / pack_elements<Element>);
        head = static_cast<int>(std::min(first, call.count));
        edges = static_cast<int>(call.count - packs * pack_elements<Element>);
        output_packs = reinterpret_cast<pack*>(address(call.output.data) + head * size);
        for (input& in : input_tensors) {
            in.aligned = reinterpret_cast<const pack*>(address(in.elements) + head * size - in.shift_bytes);
        }
    }

    std::int64_t blocks() const {
        constexpr std::int64_t packs_per_block = threads_per_block * packs_per_thread;
        return std::max<std::int64_t>(1, (packs + packs_per_block - 1) / packs_per_block);
    }

    __device__ __forceinline__ std::int64_t pack_index(int i) const {
        return (std::int64_t(blockIdx.x) * packs_per_thread + i) * threads_per_block + threadIdx.x;
    }

    /// Whether this thread handles an edge element: the last threads of the last block do, which have the fewest packs.
    __device__ __forceinline__ bool has_edge() const {
        return blockIdx.x == gridDim.x - 1 && threadIdx.x >= static_cast<unsigned>(threads_per_block - edges);
    }
    __device__ __forceinline__ std::int64_t edge_index() const {
        const int edge = static_cast<int>(threadIdx.x) - (threads_per_block - edges);
        return edge < head ? edge : edge + packs * pack_elements<Element>;
    }
};

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
__device__ __forceinline__ void load_packs(const Layout& layout, const typename Layout::input& input,
                                           pack (&loaded)[packs_per_thread]) {
    if (input.shift_bytes == 0) {
#pragma unroll
        for (int i = 0; i < packs_per_thread; ++i) {
            const std::int64_t index = layout.pack_index(i);
            if (index < layout.packs) loaded[i] = load_pack(input.aligned + index);
        }
    } else {
        pack high[packs_per_thread] = {};
#pragma unroll
        for (int i = 0; i < packs_per_thread; ++i) {
            const std::int64_t index = layout.pack_index(i);
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

/// floor(n / divisor) for 0 <= n < 2^63 by a multiplication: a 64-bit division compiles to a call.
///
/// With s = ceil(log2 divisor) and m = floor(2^(63+s) / divisor) + 1, the product n m / 2^(63+s) exceeds n / divisor by
/// less than 1 / divisor (Granlund and Montgomery, PLDI 1994, theorem 4.2).
struct fixed_divisor {
    std::uint64_t multiplier;
    int shift;

    fixed_divisor() = default;
    /// @param divisor  at least 2
    explicit fixed_divisor(std::int64_t divisor)
        : shift(static_cast<int>(std::bit_width(static_cast<std::uint64_t>(divisor - 1))) - 1) {
        __extension__ using wide = unsigned __int128;
        multiplier = static_cast<std::uint64_t>((wide(1) << (64 + shift)) / static_cast<std::uint64_t>(divisor)) + 1;
    }

    __device__ __forceinline__ std::int64_t quotient(std::int64_t n) const {
        return static_cast<std::int64_t>(__umul64hi(static_cast<std::uint64_t>(n), multiplier) >> shift);
    }
};

/// A call with strides. Elements are numbered in the order of the output's dimensions, and consecutive threads handle
/// consecutive elements.
template <class Element, int Inputs>
struct strided_layout {
    using storage_type = Element;
    using scalar = compute_type<Element>;
    static constexpr int inputs = Inputs;

    /// The sizes of the dimensions and the strides of the tensors in them, innermost first.
    struct dimension {
        std::int64_t size;
        fixed_divisor divisor;
        std::int64_t input_strides[Inputs];
        std::int64_t output_stride;
    };
    const Element* input_elements[Inputs];
    Element* output;
    std::int64_t count;
    int rank;
    dimension dimensions[maximum_rank] = {};

    explicit strided_layout(const pointwise_call& call)
        : output(static_cast<Element*>(call.output.data)), count(call.count), rank(call.rank) {
        for (int i = 0; i < Inputs; ++i) input_elements[i] = static_cast<const Element*>(call.inputs[i].data);
        for (int d = 0; d < rank; ++d) {
            const int from = rank - 1 - d;
            dimension& to = dimensions[d];
            to.size = call.sizes[from];
            to.divisor = fixed_divisor(std::max<std::int64_t>(2, to.size));
            for (int i = 0; i < Inputs; ++i) to.input_strides[i] = call.inputs[i].strides[from];
            to.output_stride = call.output.strides[from];
        }
    }

    std::int64_t blocks() const {
        constexpr std::int64_t elements_per_block = threads_per_block * strided_elements_per_thread;
        return (count + elements_per_block - 1) / elements_per_block;
    }

    __device__ __forceinline__ std::int64_t element_index(int i) const {
        return (std::int64_t(blockIdx.x) * strided_elements_per_thread + i) * threads_per_block + threadIdx.x;
    }
};

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
        const std::int64_t quotient = dimension.divisor.quotient(index);
        advance(dimension, index - quotient * dimension.size);
        index = quotient;
    }
    advance(layout.dimensions[layout.rank - 1], index);
    return offsets;
}

}  // namespace softknee::kernels::cuda
