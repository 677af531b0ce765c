// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>

#include <kernels/cpu/pointwise_block.hpp>
#include <kernels/cpu/storage.hpp>

/// Included by the generated units alone: what is here is compiled once for each instruction set.
namespace softknee::kernels::cpu {

template <class Activation, pass Direction, class Storage, instruction_set Set>
struct pointwise_loop {
    using memory_format = storage<Storage, Set>;
    using registers = typename memory_format::registers;
    using value = math::real<registers, Storage>;
    using scalar = typename registers::scalar;
    static constexpr int step = registers::count;

    SOFTKNEE_FUNCTION static void evaluate(const Storage* first, const Storage* second, Storage* output,
                                           const parameter_values<scalar>& parameters) {
        const value a = value::of(memory_format::load(first));
        if constexpr (Direction == pass::forward) {
            memory_format::store(output, evaluate_forward<Activation>(a, parameters).value);
        } else {
            const value dy = value::of(memory_format::load(second));
            memory_format::store(output, evaluate_backward<Activation, Direction>(a, dy, parameters).value);
        }
    }

    static void run(const pointwise_block& block) {
        const auto* first = static_cast<const Storage*>(block.inputs[0]);
        const auto* second = static_cast<const Storage*>(block.inputs[1]);
        auto* output = static_cast<Storage*>(block.output);
        parameter_values<scalar> parameters{};
        for (std::size_t i = 0; i < maximum_parameters; ++i) {
            parameters.value[i] = static_cast<scalar>(block.parameters[i]);
        }
        std::int64_t i = 0;
        for (; i + step <= block.count; i += step) evaluate(first + i, second + i, output + i, parameters);
        if (i == block.count) return;
        Storage rest[3][step] = {};
        const std::size_t bytes = static_cast<std::size_t>(block.count - i) * sizeof(Storage);
        std::memcpy(rest[0], first + i, bytes);
        if constexpr (Direction != pass::forward) std::memcpy(rest[1], second + i, bytes);
        evaluate(rest[0], rest[1], rest[2], parameters);
        std::memcpy(output + i, rest[2], bytes);
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
