// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include <kernels/cpu/lane_pair.hpp>
#include <kernels/cpu/pointwise_block.hpp>
#include <kernels/cpu/storage.hpp>
#include <kernels/cpu/streaming.hpp>
#include <kernels/cpu/streaming_store.hpp>

/// Included by the generated units alone: what is here is compiled once for each instruction set.
namespace softknee::kernels::cpu {

template <class Activation, pass Direction, class Storage, instruction_set Set>
struct pointwise_loop {
    using memory_format = storage<Storage, Set>;
    using registers = typename memory_format::registers;
    using scalar = typename registers::scalar;
    static constexpr int step = registers::count;

    /// Four registers at once: an evaluation is one long chain of operations, 100 to 250 cycles until its result, and
    /// the processor's scheduler holds too few of them to begin the evaluations that would fill the time. Two
    /// registers gain half as much; six and eight are spilled, which costs as much as they gain.
    using group = std::conditional_t<Set == instruction_set::baseline, registers, lane_pair<lane_pair<registers>>>;

    template <class Group>
    SOFTKNEE_FUNCTION static Group load(const Storage* source) {
        if constexpr (std::is_same_v<Group, registers>) {
            return memory_format::load(source);
        } else {
            using half = typename Group::half;
            return {load<half>(source), load<half>(source + half::count)};
        }
    }

    template <bool PastCaches, class Group>
    SOFTKNEE_FUNCTION static void store(Storage* target, Group value) {
        if constexpr (!std::is_same_v<Group, registers>) {
            store<PastCaches>(target, value.low);
            store<PastCaches>(target + Group::half::count, value.high);
        } else if constexpr (PastCaches) {
            store_past_caches<Storage, Set>(target, value);
        } else {
            memory_format::store(target, value);
        }
    }

    template <class Group>
    SOFTKNEE_FUNCTION static Group evaluate(const Storage* first, const Storage* second,
                                            const parameter_values<scalar>& parameters) {
        using value = math::real<Group, Storage>;
        const value a = value::of(load<Group>(first));
        if constexpr (Direction == pass::forward) {
            return evaluate_forward<Activation>(a, parameters).value;
        } else {
            const value dy = value::of(load<Group>(second));
            return evaluate_backward<Activation, Direction>(a, dy, parameters).value;
        }
    }

    /// Register by register, the last of which need not be full: for what is less than a group. Inlined where it is
    /// called, it would double the code.
    [[gnu::noinline]] static void evaluate_some(const Storage* first, const Storage* second, Storage* output,
                                                std::int64_t count, const parameter_values<scalar>& parameters) {
        for (std::int64_t i = 0; i < count; i += step) {
            Storage filled_up[3][step] = {};
            const bool full = count - i >= step;
            const std::size_t bytes = static_cast<std::size_t>(count - i) * sizeof(Storage);
            if (!full) {
                std::memcpy(filled_up[0], first + i, bytes);
                if constexpr (Direction != pass::forward) std::memcpy(filled_up[1], second + i, bytes);
            }
            const registers result =
                evaluate<registers>(full ? first + i : filled_up[0], full ? second + i : filled_up[1], parameters);
            memory_format::store(full ? output + i : filled_up[2], result);
            if (!full) std::memcpy(output + i, filled_up[2], bytes);
        }
    }

    static void run(const pointwise_block& block) {
        const auto* first = static_cast<const Storage*>(block.inputs[0]);
        const auto* second = static_cast<const Storage*>(block.inputs[1]);
        auto* output = static_cast<Storage*>(block.output);
        const std::int64_t count = block.count;
        const bool past_caches = block.past_caches;
        parameter_values<scalar> parameters{};
        for (std::size_t i = 0; i < maximum_parameters; ++i) {
            parameters.value[i] = static_cast<scalar>(block.parameters[i]);
        }
        std::int64_t i = 0;
        if (past_caches) {
            const auto above_line = reinterpret_cast<std::uintptr_t>(output) % cache_line_bytes;
            const auto to_line = static_cast<std::int64_t>((cache_line_bytes - above_line) / sizeof(Storage));
            const std::int64_t end = above_line == 0 ? 0 : to_line < count ? to_line : count;
            evaluate_some(first, second, output, end, parameters);
            i = end;
        }
        // A loop for either way to store would double the code; the branch always goes one way.
        for (; i + group::count <= count; i += group::count) {
            const group result = evaluate<group>(first + i, second + i, parameters);
            if (past_caches) {
                store<true>(output + i, result);
            } else {
                store<false>(output + i, result);
            }
        }
        if (i < count) evaluate_some(first + i, second + i, output + i, count - i, parameters);
    }
};

template <class Activation, pass Direction, instruction_set Set>
block_function find_for_dtype(dtype type) {
    switch (type) {
        case dtype::float16:
            return pointwise_loop<Activation, Direction, float16, Set>::run;
        case dtype::bfloat16:
            return pointwise_loop<Activation, Direction, bfloat16, Set>::run;
        case dtype::float32:
            return pointwise_loop<Activation, Direction, float, Set>::run;
        case dtype::float64:
            return pointwise_loop<Activation, Direction, double, Set>::run;
    }
    return nullptr;
}

template <class Activation, instruction_set Set>
block_function find_block_function(pass direction, dtype type) {
    switch (direction) {
        case pass::forward:
            return find_for_dtype<Activation, pass::forward, Set>(type);
        case pass::backward_from_input:
            return find_for_dtype<Activation, pass::backward_from_input, Set>(type);
        case pass::backward_from_output:
            if constexpr (has_derivative_from_output<Activation>) {
                return find_for_dtype<Activation, pass::backward_from_output, Set>(type);
            }
            return nullptr;
    }
    return nullptr;
}

}  // namespace softknee::kernels::cpu
