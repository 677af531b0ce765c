// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_walk.cuh>
#include <kernels/scalar_access.hpp>

/// The parameters of the elements that a thread handles.
namespace softknee::kernels::cuda {

/// The parameters of a block's columns or planes, `sums_per_block` of each, in the compute type, in shared memory; 0
/// where there is no such column or plane, or a parameter is not read.
template <int Parameters, class Scalar>
__device__ __forceinline__ void load_parameters(const channel_layout& layout, const channel_block_place& place,
                                                Scalar* shared) {
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
#pragma unroll
        for (int k = 0; k < Parameters; ++k) {
            const channel_parameter_source& source = layout.parameters[k];
            Scalar value = 0;
            if (inside && source.values != nullptr) {
                value = load_scalar<Scalar>(source.values, source.type, offset[k]);
            }
            shared[k * count + i] = value;
        }
    }
    __syncthreads();
}

/// Those of the elements of this thread's packs: of pack element i in column i. All columns are of one group where the
/// thread walks along planes. The block is through with the shared ones when this returns.
template <int Pack, int Parameters, class Real>
__device__ __forceinline__ void take_parameters(const channel_partition& p, int fold, int thread,
                                                const typename Real::scalar* shared,
                                                Real (&parameters)[Pack][Parameters]) {
    const int count = p.sums_per_block();
    const int first = p.along_planes ? fold : thread * Pack;
    const int step = p.along_planes ? 0 : 1;
#pragma unroll
    for (int k = 0; k < Parameters; ++k) {
#pragma unroll
        for (int i = 0; i < Pack; ++i) parameters[i][k] = Real::of(shared[k * count + first + i * step]);
    }
    __syncthreads();
}

}  // namespace softknee::kernels::cuda
