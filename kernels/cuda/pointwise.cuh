// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/evaluate.hpp>

#include <kernels/cuda/packed_pair.cuh>
#include <kernels/cuda/prepare.cuh>
#include <kernels/cuda/storage.cuh>
#include <kernels/cuda/tile.cuh>

/// The element-wise kernels: one for each activation, direction, element type and layout.
///
/// Each thread loads all that it handles before it stores any of it, so that its loads are in flight together. Loads
/// are plain ones, neither through the read-only path nor with a promise of no aliasing: an input may be the output.
namespace softknee::kernels::cuda {

/// function(operands)
template <int Inputs, class Function, class Operands>
__device__ __forceinline__ auto apply(const Function& function, const Operands& operand) {
    if constexpr (Inputs == 1) {
        return function(operand(0));
    } else {
        return function(operand(0), operand(1));
    }
}

/// function(operands) for each element of a pack, where possible two at a time.
template <bool IsExact, class Element, int Inputs, class Function, class Operands>
__device__ __forceinline__ pack apply_to_pack(const Function& function, const Operands& operand) {
    if constexpr (IsExact && has_packed_arithmetic<Element>) {
        using pair = packed_pair<Element>;
        pack result;
#pragma unroll
        for (int w = 0; w < 4; ++w) {
            result.word[w] = apply<Inputs>(function, [&](int i) { return pair::of(operand(i).word[w]); }).word;
        }
        return result;
    } else {
        using format = storage<Element>;
        compute_type<Element> result[pack_elements<Element>];
#pragma unroll
        for (int e = 0; e < pack_elements<Element>; ++e) {
            result[e] = apply<Inputs>(function, [&](int i) { return format::decode(operand(i), e); });
        }
        return format::encode(result);
    }
}

/// output = function(inputs), element by element, of one block of a contiguous call. The function takes any register
/// that holds them: one of the compute type and, if it is exact in the type of the elements, pairs of them.
template <bool IsExact, class Element, int Inputs, class Function>
__device__ __forceinline__ void transform_block(const contiguous_layout<Element, Inputs>& layout,
                                                const block_place& block, const Function& function) {
    using format = storage<Element>;
    pack loaded[Inputs][packs_per_thread];
#pragma unroll
    for (int i = 0; i < Inputs; ++i) load_packs(layout, block, layout.input_tensors[i], loaded[i]);
#pragma unroll
    for (int p = 0; p < packs_per_thread; ++p) {
        const std::int64_t index = pack_index(block, p);
        if (index >= layout.packs) continue;
        const auto operand = [&](int i) -> const pack& { return loaded[i][p]; };
        store_pack(layout.output_packs + index, apply_to_pack<IsExact, Element, Inputs>(function, operand));
    }
    if (has_edge(layout, block)) {
        const std::int64_t index = edge_index(layout);
        const auto operand = [&](int i) { return format::decode(layout.input_tensors[i].elements[index]); };
        layout.output[index] = format::encode(apply<Inputs>(function, operand));
    }
}

template <bool IsExact, class Element, int Inputs, class Function>
__device__ __forceinline__ void transform(const contiguous_layout<Element, Inputs>& layout, const Function& function) {
    transform_block<IsExact>(layout, place_in_grid(), function);
}

template <bool IsExact, class Element, int Inputs, class Function>
__device__ __forceinline__ void transform(const list_layout<Element, Inputs>& list, const Function& function) {
    const int member = find_member(list);
    transform_block<IsExact>(list.members[member].tensors, place_in_member(list, member), function);
}

/// The same for strided tensors, never in pairs, which would have to be put together from elements first.
template <bool, class Element, int Inputs, class Function>
__device__ __forceinline__ void transform(const strided_layout<Element, Inputs>& layout, const Function& function) {
    using format = storage<Element>;
    // Decoded behind all loads: before, each 16-bit load was waited for inside its branch.
    Element loaded[Inputs][strided_elements_per_thread];
    std::int64_t target[strided_elements_per_thread];
#pragma unroll
    for (int e = 0; e < strided_elements_per_thread; ++e) {
        const std::int64_t index = element_index(layout, e);
        if (index >= layout.count) continue;
        const element_offsets<Inputs> offsets = find_offsets(layout, index);
        target[e] = offsets.output;
#pragma unroll
        for (int i = 0; i < Inputs; ++i) loaded[i][e] = layout.input_elements[i][offsets.input[i]];
    }
#pragma unroll
    for (int e = 0; e < strided_elements_per_thread; ++e) {
        if (element_index(layout, e) >= layout.count) continue;
        const auto operand = [&](int i) { return format::decode(loaded[i][e]); };
        layout.output[target[e]] = format::encode(apply<Inputs>(function, operand));
    }
}

/// y = activation(x)
template <class Activation, class Layout>
__global__ void __launch_bounds__(threads_per_block) pointwise_forward(
    const __grid_constant__ Layout layout,
    const __grid_constant__ prepared_for<Activation, pass::forward, typename Layout::storage_type> parameters) {
    using element = typename Layout::storage_type;
    transform<is_exact_in_storage_type<Activation, pass::forward>>(layout, [&]<class Register>(Register x) {
        using real = math::real<Register, element>;
        return evaluate_forward<Activation>(real::of(x), parameters).value;
    });
}

/// dx = dy * activation'(x), from the saved tensor, which is x or y, and dy
template <class Activation, pass Pass, class Layout>
__global__ void __launch_bounds__(threads_per_block) pointwise_backward(
    const __grid_constant__ Layout layout,
    const __grid_constant__ prepared_for<Activation, Pass, typename Layout::storage_type> parameters) {
    using element = typename Layout::storage_type;
    transform<is_exact_in_storage_type<Activation, Pass>>(layout, [&]<class Register>(Register saved, Register dy) {
        using real = math::real<Register, element>;
        return evaluate_backward<Activation, Pass>(real::of(saved), real::of(dy), parameters).value;
    });
}

}  // namespace softknee::kernels::cuda
