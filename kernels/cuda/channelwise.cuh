// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_operation.hpp>
#include <kernels/cuda/channel_reduce.cuh>
#include <kernels/cuda/channel_tile.cuh>
#include <kernels/cuda/tuning.hpp>

/// The kernels with parameter tensors: one for each operation, direction and element type. What differs between layouts
/// is decided when a thread starts, so that there is no further kernel for each of them.
namespace softknee::kernels::cuda {

/// Blocks that a multiprocessor must have room for. Without a number ptxas spills to make room for more of them.
template <class Operation, pass Pass, class Element>
inline constexpr int channel_blocks = needs_registers<Operation, Pass, Element> ? (Operation::takes_residual ? 2 : 1)
                                      : Pass == pass::forward                   ? channel_forward_blocks
                                                                                : channel_backward_blocks;

/// Thread `thread` of the fold that it belongs to.
struct thread_place {
    int fold;
    int thread;

    __device__ __forceinline__ explicit thread_place(const channel_partition& p) {
        const auto number = static_cast<int>(threadIdx.x);
        fold = static_cast<int>(quotient(number, p.width_divisor));
        thread = number - fold * p.width;
    }
};

/// What a block has in shared memory: one after the other its parameters, a pack for each thread, and its sums.
template <class Operation, class Element>
union channel_shared {
    using scalar = compute_type<Element>;

    scalar parameters[Operation::parameters * widest_window * pack_elements<Element>];
    pack packs[3][channel_threads];  ///< of three inputs, the first for the output as well
    channel_sum<scalar> sums[pack_elements<Element> * channel_threads];

    static_assert(channel_threads <= shortest_plane * widest_window);
};

/// Goes through the steps of this thread: loads the inputs of a few, and then calls evaluate(step, packs) for each. The
/// evaluation is one piece of code that takes them in turn: a further copy of it took as long to compile as the
/// pointwise kernels. Where `unrolled` says that the loop weighs more than that, direct steps have copies of their own.
/// @tparam Optional  the number of the input that need not be there; Inputs if all are
/// @tparam Steps     that are loaded together
template <class Element, int Inputs, int Optional, int Steps, bool Unrolled, class Evaluate>
__device__ __forceinline__ void for_each_step(const channel_layout& layout, const channel_block_place& place,
                                              const thread_place& own, shared_packs shared, const Evaluate& evaluate) {
    constexpr int count = pack_elements<Element>;
    const channel_partition& p = layout.partition;
    const bool with_optional = Optional < Inputs && layout.place != residual_place::none;
    channel_rows rows(p, place, own.fold, own.thread * count, count);
    if (own.fold >= p.folds) rows.remaining = 0;
#pragma unroll 1
    for (; rows.remaining > 0; rows.advance()) {
        const channel_run<count> run(p, rows, own.thread, layout.inputs_packed);
        std::int64_t element = run.first;
#pragma unroll 1
        for (int number = 0; number < run.packs; number += Steps) {
            pack loaded[Steps][Inputs];
            if constexpr (Unrolled) {
                const bool inside = layout.direct && number >= run.whole_begin;
#pragma unroll 1
                for (; inside && number + Steps <= run.whole_end; number += Steps) {
#pragma unroll
                    for (int s = 0; s < Steps; ++s) {
                        load_whole<Element, Optional>(layout, element + s * p.stride, with_optional, loaded[s]);
                    }
#pragma unroll
                    for (int s = 0; s < Steps; ++s) {
                        evaluate(channel_step{element, (1U << count) - 1, true}, loaded[s]);
                        element += p.stride;
                    }
                }
                if (number >= run.packs) break;
            }
            std::int64_t next = element;
#pragma unroll
            for (int s = 0; s < Steps; ++s) {
                if (number + s >= run.whole_begin && number + s < run.whole_end) {
                    load_whole<Element, Optional>(layout, next, with_optional, loaded[s]);
                }
                next += p.stride;
            }
#pragma unroll 1
            for (int s = number; s < number + Steps; ++s) {
                if (s >= run.packs) break;
                channel_step step{element, (1U << count) - 1, false};
                if (s < run.whole_begin || s >= run.whole_end) {
                    step = run.step_at(element);
                    load_elements<Element>(layout, step, shared, loaded[0]);
                }
                evaluate(step, loaded[0]);
                element += p.stride;
#pragma unroll
                for (int later = 1; later < Steps; ++later) {
#pragma unroll
                    for (int i = 0; i < Inputs; ++i) loaded[later - 1][i] = loaded[later][i];
                }
            }
        }
        if (!p.along_planes) break;
    }
}

/// y = activation(x), with or without a residual
template <class Operation, class Element>
__global__ void __launch_bounds__(channel_threads, channel_blocks<Operation, pass::forward, Element>)
    channel_forward(const __grid_constant__ channel_layout layout,
                    const __grid_constant__ parameter_values<compute_type<Element>> constants) {
    using format = storage<Element>;
    using real = math::real<compute_type<Element>, Element>;
    constexpr int count = pack_elements<Element>;
    __shared__ channel_shared<Operation, Element> shared;
    const channel_block_place place(layout.partition, blockIdx.x);
    const thread_place own(layout.partition);
    real parameters[count][Operation::parameters];
    load_parameters<Operation::parameters>(layout, place, shared.parameters);
    take_parameters(layout.partition, own.fold, own.thread, shared.parameters, parameters);

    const auto evaluate = [&](const channel_step& step, const auto& loaded) {
        real value[count];
        const auto add_residual = [&] {
#pragma unroll
            for (int i = 0; i < count; ++i) value[i] = value[i] + real::of(format::decode(loaded[1], i));
        };
#pragma unroll
        for (int i = 0; i < count; ++i) {
            value[i] = Operation::enter(real::of(format::decode(loaded[0], i)), parameters[i]);
        }
        if constexpr (Operation::takes_residual) {
            if (layout.place == residual_place::inside) add_residual();
        }
#pragma unroll
        for (int i = 0; i < count; ++i) value[i] = Operation::forward(value[i], parameters[i], constants);
        if constexpr (Operation::takes_residual) {
            if (layout.place == residual_place::outside) add_residual();
        }
        compute_type<Element> result[count];
#pragma unroll
        for (int i = 0; i < count; ++i) result[i] = value[i].value;
        store_step<Element>(layout, layout.output, step, format::encode(result), shared.packs[0][threadIdx.x]);
    };
    constexpr int steps = channel_steps_in_flight<Operation, pass::forward, Element>;
    for_each_step<Element, Operation::takes_residual ? 2 : 1, 1, steps, unrolled<Operation>>(layout, place, own,
                                                                                             shared.packs, evaluate);
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
__global__ void __launch_bounds__(channel_threads, channel_blocks<Operation, Pass, Element>)
    channel_backward(const __grid_constant__ channel_layout layout,
                     const __grid_constant__ parameter_values<compute_type<Element>> constants) {
    using format = storage<Element>;
    using scalar = compute_type<Element>;
    using real = math::real<scalar, Element>;
    using sum = channel_sum<scalar>;
    constexpr int count = pack_elements<Element>;
    constexpr bool takes_residual = Operation::takes_residual && Pass == pass::backward_from_input;
    __shared__ channel_shared<Operation, Element> shared;
    const channel_block_place place(layout.partition, blockIdx.x);
    const thread_place own(layout.partition);
    if (layout.status != nullptr && blockIdx.x == 0 && threadIdx.x == 0) *layout.status = 0;
    real parameters[count][Operation::parameters];
    load_parameters<Operation::parameters>(layout, place, shared.parameters);
    take_parameters(layout.partition, own.fold, own.thread, shared.parameters, parameters);

    sum sums[Operation::parameters][count] = {};
    const auto evaluate = [&](const channel_step& step, const auto& loaded) {
        scalar result[count];
        real terms[count][Operation::parameters];
#pragma unroll
        for (int i = 0; i < count; ++i) {
            real value = real::of(format::decode(loaded[0], i));
            if constexpr (Pass == pass::backward_from_input) value = Operation::enter(value, parameters[i]);
            if constexpr (takes_residual) {
                if (layout.place == residual_place::inside) value = value + real::of(format::decode(loaded[2], i));
            }
            result[i] = Operation::template backward<Pass>(value, real::of(format::decode(loaded[1], i)), parameters[i],
                                                           constants, terms[i])
                            .value;
        }
        if (step.mask != (1U << count) - 1) {
            // What is beside the step's elements may be NaN. The statement keeps this a branch: as selections of every
            // step it took two instructions for each element.
            asm volatile("");
#pragma unroll
            for (int i = 0; i < count; ++i) {
#pragma unroll
                for (int k = 0; k < Operation::parameters; ++k) {
                    terms[i][k] = (step.mask >> i & 1U) != 0 ? terms[i][k] : real(0);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < count; ++i) {
#pragma unroll
            for (int k = 0; k < Operation::parameters; ++k) sums[k][i].add(opaque(terms[i][k].value));
        }
        if (step.direct || layout.output.data != nullptr) {
            store_step<Element>(layout, layout.output, step, format::encode(result), shared.packs[0][threadIdx.x]);
        }
    };
    constexpr int steps = channel_steps_in_flight<Operation, Pass, Element>;
    for_each_step<Element, takes_residual ? 3 : 2, 2, steps, unrolled<Operation>>(layout, place, own, shared.packs,
                                                                                  evaluate);
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
