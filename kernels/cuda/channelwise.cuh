// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_operation.hpp>
#include <kernels/cuda/channel_parameters.cuh>
#include <kernels/cuda/channel_reduce.cuh>
#include <kernels/cuda/channel_ring.cuh>
#include <kernels/cuda/prepare.cuh>
#include <kernels/cuda/tuning.hpp>

/// The kernels with parameter tensors: one for each operation, direction and element type. What differs between layouts
/// is decided when a thread starts, so that there is no further kernel for each of them.
namespace softknee::kernels::cuda {

#if defined(__CUDA_ARCH__)
inline constexpr int compiled_architecture = __CUDA_ARCH__;
#else
inline constexpr int compiled_architecture = 0;
#endif

/// What a block has in shared memory, one after the other: its parameters, the packs under way, its sums.
template <class Operation, pass Pass, class Element>
union channel_shared {
    using scalar = compute_type<Element>;
    static constexpr bool is_dynamic = is_lone_block<Operation, Pass, Element>;
    static constexpr int ring_bytes = channel_ring_bytes(is_dynamic, compiled_architecture);

    scalar
        parameters[held_words<Operation, math::real<scalar, Element>>::count * widest_window * pack_elements<Element>];
    alignas(pack_bytes) char ring[ring_bytes];
    channel_sum<scalar> sums[pack_elements<Element> * channel_threads];

    static_assert(channel_threads <= shortest_plane * widest_window);
};

template <class Shared>
__device__ __forceinline__ Shared& shared_of_block() {
    if constexpr (Shared::is_dynamic) {
        static_assert(sizeof(Shared) == Shared::ring_bytes);
        extern __shared__ pack dynamic_shared[];
        return *reinterpret_cast<Shared*>(dynamic_shared);
    } else {
        __shared__ Shared shared;
        return shared;
    }
}

/// y = activation(x), with or without a residual
template <class Operation, class Element>
__global__ void __launch_bounds__(channel_threads, channel_blocks<Operation, pass::forward, Element>()) channel_forward(
    const __grid_constant__ channel_layout layout,
    const __grid_constant__ prepared_for<typename Operation::activation, pass::forward, Element> constants) {
    using format = storage<Element>;
    using real = math::real<compute_type<Element>, Element>;
    constexpr int count = pack_elements<Element>;
    auto& shared = shared_of_block<channel_shared<Operation, pass::forward, Element>>();
    const channel_block_place place(layout.partition, blockIdx.x);
    const thread_place own(layout.partition);
    const auto held = hold_parameters<Operation, count, real>(layout, place, own, shared.parameters);

    const auto evaluate = [&](const channel_step_code& code, const auto& ring) {
        real value[count];
        const auto add_residual = [&](residual_place place) {
            asm volatile("");  // keeps this a branch
            if (layout.place != place) return;
            const pack residual = ring.input(1);
#pragma unroll
            for (int i = 0; i < count; ++i) value[i] = value[i] + real::of(format::decode(residual, i));
        };
        const pack x = ring.input(0);
#pragma unroll
        for (int i = 0; i < count; ++i) {
            value[i] = Operation::enter(real::of(format::decode(x, i)), held(i));
        }
        if constexpr (Operation::takes_residual) {
            if (!code.is_plain()) [[unlikely]]
                add_residual(residual_place::inside);
        }
#pragma unroll
        for (int i = 0; i < count; ++i) value[i] = Operation::forward(value[i], held(i), constants);
        if constexpr (Operation::takes_residual) {
            if (!code.is_plain()) [[unlikely]]
                add_residual(residual_place::outside);
        }
        compute_type<Element> result[count];
#pragma unroll
        for (int i = 0; i < count; ++i) result[i] = value[i].value;
        ring.store(code, format::encode(result));
    };
    for_each_step<Element, 0, 1, Operation::takes_residual ? 1 : 0>(layout, place, own, shared.ring, evaluate);
}

/// The value itself, of which the compiler knows nothing: it moves a selection behind the conversion to double, where
/// it takes two instructions.
template <class Scalar>
__device__ __forceinline__ Scalar opaque(Scalar value) {
    if constexpr (sizeof(Scalar) == 4) asm("" : "+f"(value));
    return value;
}

/// dx = dy * activation'(x), and the partial sums of each parameter's gradient
template <class Operation, pass Pass, class Element>
__global__ void __launch_bounds__(channel_threads, channel_blocks<Operation, Pass, Element>())
    channel_backward(const __grid_constant__ channel_layout layout,
                     const __grid_constant__ prepared_for<typename Operation::activation, Pass, Element> constants) {
    using format = storage<Element>;
    using scalar = compute_type<Element>;
    using real = math::real<scalar, Element>;
    using sum = channel_sum<scalar>;
    constexpr int count = pack_elements<Element>;
    constexpr bool takes_residual = Operation::takes_residual && Pass == pass::backward_from_input;
    constexpr int first = reads_saved<Operation> ? 0 : 1;
    auto& shared = shared_of_block<channel_shared<Operation, Pass, Element>>();
    const channel_block_place place(layout.partition, blockIdx.x);
    const thread_place own(layout.partition);
    if (layout.status != nullptr && blockIdx.x == 0 && threadIdx.x == 0) *layout.status = 0;
    const auto held = hold_parameters<Operation, count, real>(layout, place, own, shared.parameters);

    sum sums[Operation::parameters][count] = {};
    const auto evaluate = [&](const channel_step_code& code, const auto& ring) {
        real value[count];
        scalar result[count];
        real terms[count][Operation::parameters];
        const pack saved = first == 0 ? ring.input(0) : pack{};
#pragma unroll
        for (int i = 0; i < count; ++i) {
            value[i] = real::of(format::decode(saved, i));
            if constexpr (Pass == pass::backward_from_input) value[i] = Operation::enter(value[i], held(i));
        }
        if constexpr (takes_residual) {
            if (!code.is_plain()) [[unlikely]] {
                asm volatile("");  // keeps this a branch, before the place is looked at
                if (layout.place == residual_place::inside) {
                    const pack residual = ring.input(2);
#pragma unroll
                    for (int i = 0; i < count; ++i) value[i] = value[i] + real::of(format::decode(residual, i));
                }
            }
        }
        const pack dy = ring.input(1);
#pragma unroll
        for (int i = 0; i < count; ++i) {
            result[i] = Operation::template backward<Pass>(value[i], real::of(format::decode(dy, i)), held(i),
                                                           constants, terms[i])
                            .value;
        }
        if (!code.is_plain()) [[unlikely]] {
            const unsigned mask = code.other().mask;
            // What is beside the step's elements may be NaN. The statement keeps this a branch: as selections of every
            // step it took two instructions for each element.
            asm volatile("");
#pragma unroll
            for (int i = 0; i < count; ++i) {
#pragma unroll
                for (int k = 0; k < Operation::parameters; ++k) {
                    terms[i][k] = (mask >> i & 1U) != 0 ? terms[i][k] : real(0);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < count; ++i) {
#pragma unroll
            for (int k = 0; k < Operation::parameters; ++k) {
                const scalar term = opaque(terms[i][k].value);
                sums[k][i].add(term);
                // Else a thread would have it twice, and move it from the one to the other.
                if constexpr (Operation::gradient_is_term) result[i] = term;
            }
        }
        ring.store(code, format::encode(result));
    };
    for_each_step<Element, first, 2 - first, takes_residual ? 1 : 0>(layout, place, own, shared.ring, evaluate);
    if (layout.partials == nullptr) return;
    const std::int64_t rows = layout.partition.chunks * layout.partition.pieces;
    sum* partials = static_cast<sum*>(layout.partials) + place.partial_row(layout.partition) * layout.partition.slots;
#pragma unroll
    for (int k = 0; k < Operation::parameters; ++k) {
        write_partials<count>(layout.partition, place, own.fold, own.thread, sums[k],
                              partials + k * rows * layout.partition.slots, shared.sums);
    }
}

}  // namespace softknee::kernels::cuda
