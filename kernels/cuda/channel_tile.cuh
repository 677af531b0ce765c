// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_layout.hpp>
#include <kernels/cuda/storage.cuh>
#include <kernels/scalar_access.hpp>

/// Which elements a thread of the kernels with parameters handles and where they lie: all their offset arithmetic.
namespace softknee::kernels::cuda {

/// Some elements of one pack: bit i of `mask` says that element `first` + i is among them.
struct channel_step {
    std::int64_t first;
    unsigned mask;
    bool direct;  ///< known to be whole, and of tensors that are all packed
};

/// Packs that one thread meets at equal distances: those of a column of a chunk, or those of a plane. The whole ones
/// among them are consecutive.
template <int Pack>
struct channel_run {
    std::int64_t first;  ///< element of the first pack
    std::int64_t begin;  ///< where elements of the run begin, inside the first pack or before it
    std::int64_t end;
    int packs;
    int whole_begin;
    int whole_end;

    /// @param packed  whether packs may be read whole
    __device__ __forceinline__ channel_run(const channel_partition& p, const channel_rows& rows, int thread,
                                           bool packed)
        : first(rows.begin), begin(rows.begin), end(p.count) {
        if (p.along_planes) {
            first = (begin & ~static_cast<std::int64_t>(Pack - 1)) + thread * Pack;
            end = rows.end(p);
        }
        packs = count_up_to(p, end - 1);
        whole_begin = first < begin ? 1 : 0;
        whole_end = packed ? count_up_to(p, end - Pack) : 0;
    }

    /// Those of the elements from `element` on that are the run's.
    __device__ __forceinline__ channel_step step_at(std::int64_t element) const {
        channel_step step{element, (1U << Pack) - 1, false};
        if (element < begin) step.mask &= ~0U << static_cast<unsigned>(begin - element);
        if (end - element < Pack) step.mask &= ~(~0U << static_cast<unsigned>(end - element));
        return step;
    }

private:
    /// The packs that begin at or before an element.
    __device__ __forceinline__ int count_up_to(const channel_partition& p, std::int64_t element) const {
        if (element < first) return 0;
        const std::int64_t count = quotient(element - first, p.stride_divisor) + 1;
        return count < p.packs_per_run ? static_cast<int>(count) : p.packs_per_run;
    }
};

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

/// A pack for each thread and input in shared memory.
using shared_packs = pack (*)[channel_threads];

/// All inputs of a whole step; the one with the number `Optional`, the residual, if there is one.
template <class Element, int Optional, int Inputs>
__device__ __forceinline__ void load_whole(const channel_layout& layout, std::int64_t first, bool with_optional,
                                           pack (&loaded)[Inputs]) {
#pragma unroll
    for (int i = 0; i < Inputs; ++i) {
        if (i == Optional && !with_optional) continue;
        const auto* elements = static_cast<const Element*>(layout.inputs[i].data) + first;
        loaded[i] = load_pack(reinterpret_cast<const pack*>(elements));
    }
}

/// All inputs of another step, one element after the other through shared memory; what is beside the step's elements is
/// 0. There are few such steps, or a tensor is strided: with the packs kept in registers, or with code for each input,
/// this took more instructions than all the rest.
template <class Element, int Inputs>
__device__ __forceinline__ void load_elements(const channel_layout& layout, const channel_step& step,
                                              shared_packs shared, pack (&loaded)[Inputs]) {
    using bits = typename element_bits<sizeof(Element)>::type;
#pragma unroll 1
    for (int i = 0; i < layout.input_count; ++i) {
        const channel_tensor& tensor = layout.inputs[i];
        pack& own = shared[i][threadIdx.x];
        own = {};
#pragma unroll 1
        for (unsigned rest = step.mask; rest != 0; rest &= rest - 1) {
            const int e = __ffs(static_cast<int>(rest)) - 1;
            const std::int64_t offset = offset_of(layout, tensor, step.first + e);
            const bits element = static_cast<const bits*>(tensor.data)[offset];
            memcpy(reinterpret_cast<char*>(&own) + e * sizeof(bits), &element, sizeof(bits));
        }
    }
#pragma unroll
    for (int i = 0; i < Inputs; ++i) {
        if (i < layout.input_count) loaded[i] = load_pack(&shared[i][threadIdx.x]);
    }
}

/// Writes the elements of a step and no others.
template <class Element>
__device__ __forceinline__ void store_step(const channel_layout& layout, const channel_tensor& tensor,
                                           const channel_step& step, const pack& value, pack& own) {
    using bits = typename element_bits<sizeof(Element)>::type;
    auto* elements = static_cast<bits*>(tensor.data);
    if (step.direct || (tensor.packed && step.mask == (1U << pack_elements<Element>)-1)) {
        store_pack(reinterpret_cast<pack*>(elements + step.first), value);
        return;
    }
    store_pack(&own, value);
#pragma unroll 1
    for (unsigned rest = step.mask; rest != 0; rest &= rest - 1) {
        const int i = __ffs(static_cast<int>(rest)) - 1;
        bits element;
        memcpy(&element, reinterpret_cast<const char*>(&own) + i * sizeof(bits), sizeof(bits));
        elements[offset_of(layout, tensor, step.first + i)] = element;
    }
}

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
