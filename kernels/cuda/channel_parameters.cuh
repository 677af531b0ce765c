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
    constexpr int Parameters = Operation::parameters;
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
        std::int64_t offset[Parameters] = {};
#pragma unroll 1
        for (int d = 0; d < layout.group_rank; ++d) {
            const std::int64_t outer = quotient(group, layout.group_sizes[d]);
            const std::int64_t coordinate = group - outer * layout.group_sizes[d].size;
#pragma unroll
            for (int k = 0; k < Parameters; ++k) offset[k] += coordinate * layout.parameters[k].strides[d];
            group = outer;
        }
        Real values[Parameters];
#pragma unroll
        for (int k = 0; k < Parameters; ++k) {
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

/// That of the elements of this thread's packs: of pack element i in column i. All columns are of one group where the
/// thread walks along planes. The block is through with the shared ones when this returns, so that the thread has no
/// choice but to keep what it took: ptxas would compute it again for each pack rather than hold it.
template <class Operation, int Pack, class Real>
__device__ __forceinline__ void take_parameters(const channel_partition& p, int fold, int thread,
                                                const typename Real::scalar* shared,
                                                held_words<Operation, Real> (&held)[Pack]) {
    const int count = p.sums_per_block();
    const int first = p.along_planes ? fold : thread * Pack;
    const int step = p.along_planes ? 0 : 1;
#pragma unroll
    for (int w = 0; w < held_words<Operation, Real>::count; ++w) {
#pragma unroll
        for (int i = 0; i < Pack; ++i) held[i].word[w] = shared[w * count + first + i * step];
    }
    __syncthreads();
}

}  // namespace softknee::kernels::cuda
