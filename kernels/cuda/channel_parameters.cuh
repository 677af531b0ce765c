// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <utility>

#include <kernels/cuda/channel_walk.cuh>
#include <kernels/scalar_access.hpp>

/// The parameters of the elements that a thread handles.
namespace softknee::kernels::cuda {

/// What an operation holds of an element's parameters, as the scalars that it consists of.
template <class Operation, class Real>
struct held_words {
    using held = decltype(Operation::hold(std::declval<const Real (&)[Operation::parameters]>()));
    using scalar = typename Real::scalar;
    static constexpr int count = sizeof(held) / sizeof(scalar);
    static_assert(count * sizeof(scalar) == sizeof(held));

    scalar word[count];
};

/// What is held of the parameters of a block's columns or planes, `sums_per_block` of each word, in shared memory; of
/// zeros where there is no such column or plane, or a parameter is not read.
template <class Operation, class Real>
__device__ __forceinline__ void load_parameters(const channel_layout& layout, const channel_block_place& place,
                                                typename Real::scalar* shared) {
    using words = held_words<Operation, Real>;
    constexpr int parameters = Operation::parameters;
    const channel_partition& p = layout.partition;
    const int count = p.sums_per_block();
#pragma unroll 1
    for (int i = static_cast<int>(threadIdx.x); i < count; i += channel_threads) {
        std::int64_t group = place.slot(p) + i;
        const bool inside = group < p.slots;
        if (!p.along_planes) {
            group = quotient(group, layout.plane);
            group -= quotient(group, layout.groups) * p.groups;
        }
        std::int64_t offset[parameters] = {};
#pragma unroll 1
        for (int d = 0; d < layout.group_rank; ++d) {
            const std::int64_t outer = quotient(group, layout.group_sizes[d]);
            const std::int64_t coordinate = group - outer * layout.group_sizes[d].size;
#pragma unroll
            for (int k = 0; k < parameters; ++k) offset[k] += coordinate * layout.parameters[k].strides[d];
            group = outer;
        }
        Real values[parameters];
#pragma unroll
        for (int k = 0; k < parameters; ++k) {
            const channel_parameter_source& source = layout.parameters[k];
            values[k] = Real(0);
            if (inside && source.values != nullptr) {
                values[k] = Real::of(load_scalar<typename Real::scalar>(source.values, source.type, offset[k]));
            }
        }
        const auto held = Operation::hold(values);
        words own;
        std::memcpy(own.word, &held, sizeof(held));
#pragma unroll
        for (int w = 0; w < words::count; ++w) shared[w * count + i] = own.word[w];
    }
    __syncthreads();
}

/// What a thread holds of the parameters of its packs' elements.
template <class Operation, int Pack, class Real>
struct held_by_thread {
    using words = held_words<Operation, Real>;
    words of_element[Pack];

    __device__ __forceinline__ auto operator()(int i) const {
        return __builtin_bit_cast(typename words::held, of_element[i]);
    }
};

/// Of pack element i that of column i; all columns are of one group where the thread walks along planes. The block is
/// through with the shared words when this returns, so that the thread has no choice but to keep what it took: ptxas
/// would compute it again for each pack rather than hold it.
template <class Operation, int Pack, class Real>
__device__ __forceinline__ held_by_thread<Operation, Pack, Real> hold_parameters(const channel_layout& layout,
                                                                                 const channel_block_place& place,
                                                                                 const thread_place& own,
                                                                                 typename Real::scalar* shared) {
    load_parameters<Operation, Real>(layout, place, shared);
    const channel_partition& p = layout.partition;
    const int count = p.sums_per_block();
    const int first = p.along_planes ? own.fold : own.thread * Pack;
    const int step = p.along_planes ? 0 : 1;
    held_by_thread<Operation, Pack, Real> held;
#pragma unroll
    for (int w = 0; w < held_words<Operation, Real>::count; ++w) {
#pragma unroll
        for (int i = 0; i < Pack; ++i) held.of_element[i].word[w] = shared[w * count + first + i * step];
    }
    __syncthreads();
    return held;
}

}  // namespace softknee::kernels::cuda
