// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/evaluate.hpp>

#include <kernels/cuda/packed_pair.cuh>
#include <kernels/cuda/storage.cuh>
#include <kernels/cuda/tile.cuh>

/// The element-wise kernels: one for each activation, direction, element type and layout.
///
/// Each thread loads all that it handles before it stores any of it, so that its loads are in flight together. Loads
/// are plain ones, neither through the read-only path nor with a promise of no aliasing: an input may be the output.
namespace softknee::kernels::cuda {

template <class Activation, pass Pass, class Element>
inline constexpr bool in_pairs = has_packed_arithmetic<Element>&& is_exact_in_storage_type<Activation, Pass>;

/// A pack of results, element by element or by pairs of them.
template <class Element, bool InPairs, int Inputs, class Function>
__device__ __forceinline__ pack evaluate_pack(const pack (&operand)[Inputs], const Function& function) {
    if constexpr (InPairs) {
        using pair = packed_pair<Element>;
        pack result;
#pragma unroll
        for (int w = 0; w < 4; ++w) {
            if constexpr (Inputs == 1) {
                result.word[w] = function(pair::of(operand[0].word[w])).word;
            } else {
                result.word[w] = function(pair::of(operand[0].word[w]), pair::of(operand[1].word[w])).word;
            }
        }
        return result;
    } else {
        using format = storage<Element>;
        compute_type<Element> result[pack_elements<Element>];
#pragma unroll
        for (int e = 0; e < pack_elements<Element>; ++e) {
            if constexpr (Inputs == 1) {
                result[e] = function(format::decode(operand[0], e));
            } else {
                result[e] = function(format::decode(operand[0], e), format::decode(operand[1], e));
            }
        }
        return format::encode(result);
    }
}

/// output = function(inputs), element by element. The function takes and returns registers.
template <bool InPairs, class Element, int Inputs, class Function>
__device__ __forceinline__ void transform(const contiguous_layout<Element, Inputs>& layout, const Function& function) {
    using format = storage<Element>;
    pack loaded[Inputs][packs_per_thread];
#pragma unroll
    for (int i = 0; i < Inputs; ++i) load_packs(layout, layout.input_tensors[i], loaded[i]);
#pragma unroll
    for (int p = 0; p < packs_per_thread; ++p) {
        const std::int64_t index = pack_index(layout, p);
        if (index >= layout.packs) continue;
        pack operand[Inputs];
#pragma unroll
        for (int i = 0; i < Inputs; ++i) operand[i] = loaded[i][p];
        store_pack(layout.output_packs + index, evaluate_pack<Element, InPairs>(operand, function));
    }
    if (has_edge(layout)) {
        const std::int64_t index = edge_index(layout);
        const auto element = [&](int i) { return format::decode(layout.input_tensors[i].elements[index]); };
        if constexpr (Inputs == 1) {
            layout.output[index] = format::encode(function(element(0)));
        } else {
            layout.output[index] = format::encode(function(element(0), element(1)));
        }
    }
}

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
        if constexpr (Inputs == 1) {
            layout.output[target[e]] = format::encode(function(format::decode(loaded[0][e])));
        } else {
            layout.output[target[e]] =
                format::encode(function(format::decode(loaded[0][e]), format::decode(loaded[1][e])));
        }
    }
}

/// y = activation(x)
template <class Activation, class Layout>
__global__ void __launch_bounds__(threads_per_block)
    pointwise_forward(const __grid_constant__ Layout layout,
                      const __grid_constant__ parameter_values<typename Layout::scalar> parameters) {
    using element = typename Layout::storage_type;
    transform<in_pairs<Activation, pass::forward, element>>(layout, [&]<class Register>(Register x) {
        using real = math::real<Register, element>;
        return evaluate_forward<Activation>(real::of(x), parameters).value;
    });
}

/// dx = dy * activation'(x), from the saved tensor, which is x or y, and dy
template <class Activation, pass Pass, class Layout>
__global__ void __launch_bounds__(threads_per_block)
    pointwise_backward(const __grid_constant__ Layout layout,
                       const __grid_constant__ parameter_values<typename Layout::scalar> parameters) {
    using element = typename Layout::storage_type;
    transform<in_pairs<Activation, Pass, element>>(layout, [&]<class Register>(Register saved, Register dy) {
        using real = math::real<Register, element>;
        return evaluate_backward<Activation, Pass>(real::of(saved), real::of(dy), parameters).value;
    });
}

}  // namespace softknee::kernels::cuda
