// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/cuda/element.hpp>
#include <kernels/cuda/launch.hpp>
#include <kernels/cuda/tuning.hpp>
#include <kernels/fixed_divisor.hpp>
#include <kernels/pointwise_call.hpp>

/// What the element-wise kernels are told about their tensors: computed on the host, read by tile.cuh on the device.
///
/// Without <algorithm>: every unit that nvcc compiles includes this, and parses it three times.
namespace softknee::kernels::cuda {

enum class layout_kind { contiguous, strided, list };

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

    contiguous_layout() = default;
    explicit contiguous_layout(const pointwise_call& call) : output(static_cast<Element*>(call.output.data)) {
        constexpr std::int64_t size = sizeof(Element);
        const auto address = [](const void* data) { return reinterpret_cast<std::uintptr_t>(data); };
        std::int64_t first = static_cast<std::int64_t>(-address(call.output.data) % pack_bytes) / size;
        std::int64_t bytes_before = 0;
        std::int64_t bytes_after = 0;
        for (int i = 0; i < Inputs; ++i) {
            const auto shift = static_cast<int>((address(call.inputs[i].data) + first * size) % pack_bytes);
            input_tensors[i] = {static_cast<const Element*>(call.inputs[i].data), nullptr,
                                static_cast<unsigned>(shift)};
            if (shift == 0) continue;
            if (shift > bytes_before) bytes_before = shift;
            if (pack_bytes - shift > bytes_after) bytes_after = pack_bytes - shift;
        }
        if (first * size < bytes_before) first += pack_elements<Element>;
        const std::int64_t last = call.count - (bytes_after + size - 1) / size;
        packs = last > first ? (last - first) / pack_elements<Element> : 0;
        head = static_cast<int>(first < call.count ? first : call.count);
        edges = static_cast<int>(call.count - packs * pack_elements<Element>);
        output_packs = reinterpret_cast<pack*>(address(call.output.data) + head * size);
        for (input& in : input_tensors) {
            in.aligned = reinterpret_cast<const pack*>(address(in.elements) + head * size - in.shift_bytes);
        }
    }

    std::int64_t blocks() const {
        constexpr std::int64_t packs_per_block = threads_per_block * packs_per_thread;
        return packs == 0 ? 1 : (packs + packs_per_block - 1) / packs_per_block;
    }
};

/// Contiguous calls that share a launch, each with the blocks that it would have alone, one call's behind another's.
/// They travel as arguments of the kernel, so nothing is allocated or copied, and a captured launch holds them.
template <class Element, int Inputs>
struct list_layout {
    using storage_type = Element;
    using scalar = compute_type<Element>;
    static constexpr int inputs = Inputs;

    struct member {
        contiguous_layout<Element, Inputs> tensors;
        std::uint32_t first_block;
    };
    static constexpr int capacity = static_cast<int>((list_argument_bytes - sizeof(std::int64_t)) / sizeof(member));

    int size = 0;
    std::uint32_t blocks = 0;
    member members[capacity];

    /// @returns false if there is no room for the call: the list is full, or would have too many blocks
    bool add(const pointwise_call& call) {
        const contiguous_layout<Element, Inputs> tensors(call);
        if (size == capacity || blocks + tensors.blocks() > maximum_blocks) return false;
        members[size++] = {tensors, blocks};
        blocks += static_cast<std::uint32_t>(tensors.blocks());
        return true;
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
            to.divisor = fixed_divisor(to.size < 2 ? 2 : to.size);
            for (int i = 0; i < Inputs; ++i) to.input_strides[i] = call.inputs[i].strides[from];
            to.output_stride = call.output.strides[from];
        }
    }

    std::int64_t blocks() const {
        constexpr std::int64_t elements_per_block = threads_per_block * strided_elements_per_thread;
        return (count + elements_per_block - 1) / elements_per_block;
    }
};

}  // namespace softknee::kernels::cuda
