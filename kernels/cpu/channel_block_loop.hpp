// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <type_traits>

#include <kernels/channel_operation.hpp>
#include <kernels/channel_sum.hpp>
#include <kernels/cpu/channel_block.hpp>
#include <kernels/cpu/storage.hpp>

/// Included by the generated units alone: what is here is compiled once for each instruction set.
namespace softknee::kernels::cpu {

template <class Scalar, int Count>
struct vector_of {
    using type [[gnu::vector_size(Count * sizeof(Scalar))]] = Scalar;
};

/// Adds the terms of one register, as kernels/channel_sum.hpp does: of the first `count` lanes.
template <class Registers>
SOFTKNEE_FUNCTION void add_terms(Registers terms, const sum_arrays& sums, std::int64_t at, int count) {
    if constexpr (sizeof(typename Registers::scalar) == 4) {
        using wide = typename vector_of<double, Registers::count>::type;
        const wide widened = __builtin_convertvector(terms.v, wide);
        double* target = sums.values + at;
        if (count == Registers::count) {
            wide sum;
            std::memcpy(&sum, target, sizeof(sum));
            sum += widened;
            std::memcpy(target, &sum, sizeof(sum));
        } else {
            for (int i = 0; i < count; ++i) target[i] += widened[i];
        }
    } else {
        const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(double);
        Registers sum(0.0);
        Registers errors(0.0);
        std::memcpy(&sum.v, sums.values + at, bytes);
        std::memcpy(&errors.v, sums.errors + at, bytes);
        add_compensated(sum, errors, terms);
        std::memcpy(sums.values + at, &sum.v, bytes);
        std::memcpy(sums.errors + at, &errors.v, bytes);
    }
}

template <class Operation, pass Direction, class Storage, instruction_set Set>
struct channel_loop {
    using memory_format = storage<Storage, Set>;
    using registers = typename memory_format::registers;
    using value = math::real<registers, Storage>;
    using scalar = typename registers::scalar;
    static constexpr int step = registers::count;
    static constexpr int parameters = Operation::parameters;

    /// The elements from `at` on, of which there are `count`, found at the addresses given.
    SOFTKNEE_FUNCTION static void evaluate(const channel_block& block, std::int64_t at, int count, const Storage* first,
                                           const Storage* second, const Storage* residual, Storage* output,
                                           const value (&shared)[parameters],
                                           const parameter_values<scalar>& constants) {
        value p[parameters];
        SOFTKNEE_UNROLL
        for (int k = 0; k < parameters; ++k) {
            p[k] = shared[k];
            if (!block.parameters_by_element) continue;
            registers own(scalar(0));
            std::memcpy(&own.v, static_cast<const scalar*>(block.parameters[k]) + at,
                        static_cast<std::size_t>(count) * sizeof(scalar));
            p[k] = value::of(own);
        }
        value a = value::of(memory_format::load(first));
        if constexpr (Direction != pass::backward_from_output) {
            a = Operation::enter(a, p);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::inside) a = a + value::of(memory_format::load(residual));
            }
        }
        if constexpr (Direction == pass::forward) {
            value y = Operation::forward(a, p, constants);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::outside) y = y + value::of(memory_format::load(residual));
            }
            memory_format::store(output, y.value);
        } else {
            value terms[parameters];
            const value dy = value::of(memory_format::load(second));
            const value dx = Operation::template backward<Direction>(a, dy, p, constants, terms);
            if (output != nullptr) memory_format::store(output, dx.value);
            if (block.sums == nullptr) return;
            SOFTKNEE_UNROLL
            for (int k = 0; k < parameters; ++k) add_terms(terms[k].value, block.sums[k], at, count);
        }
    }

    static void run(const channel_block& block) {
        const auto* first = static_cast<const Storage*>(block.inputs[0]);
        const auto* second = static_cast<const Storage*>(block.inputs[1]);
        const auto* residual = static_cast<const Storage*>(block.residual);
        auto* output = static_cast<Storage*>(block.output);
        parameter_values<scalar> constants{};
        for (std::size_t i = 0; i < maximum_parameters; ++i) {
            constants.value[i] = static_cast<scalar>(block.constants[i]);
        }
        value shared[parameters];
        for (int k = 0; k < parameters; ++k) {
            const bool one = !block.parameters_by_element && block.parameters[k] != nullptr;
            shared[k] = value::of(registers(one ? *static_cast<const scalar*>(block.parameters[k]) : scalar(0)));
        }
        const auto from = [](auto* pointer, std::int64_t i) { return pointer == nullptr ? pointer : pointer + i; };
        std::int64_t i = 0;
        for (; i + step <= block.count; i += step) {
            evaluate(block, i, step, first + i, from(second, i), from(residual, i), from(output, i), shared, constants);
        }
        if (i == block.count) return;
        Storage rest[4][step] = {};
        const int count = static_cast<int>(block.count - i);
        const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(Storage);
        std::memcpy(rest[0], first + i, bytes);
        if (second != nullptr) std::memcpy(rest[1], second + i, bytes);
        if (residual != nullptr) std::memcpy(rest[2], residual + i, bytes);
        evaluate(block, i, count, rest[0], rest[1], rest[2], output == nullptr ? nullptr : rest[3], shared, constants);
        if (output != nullptr) std::memcpy(output + i, rest[3], bytes);
    }
};

template <class Operation, pass Direction, instruction_set Set>
channel_block_function find_channel_loop(dtype type) {
    switch (type) {
        case dtype::float16:
            return channel_loop<Operation, Direction, float16, Set>::run;
        case dtype::bfloat16:
            return channel_loop<Operation, Direction, bfloat16, Set>::run;
        case dtype::float32:
            return channel_loop<Operation, Direction, float, Set>::run;
        case dtype::float64:
            return channel_loop<Operation, Direction, double, Set>::run;
    }
    return nullptr;
}

template <class Operation, instruction_set Set>
channel_block_function find_channel_block_function(pass direction, dtype type) {
    switch (direction) {
        case pass::forward:
            return find_channel_loop<Operation, pass::forward, Set>(type);
        case pass::backward_from_input:
            return find_channel_loop<Operation, pass::backward_from_input, Set>(type);
        case pass::backward_from_output:
            if constexpr (Operation::has_output_pass) {
                return find_channel_loop<Operation, pass::backward_from_output, Set>(type);
            }
            return nullptr;
    }
    return nullptr;
}

}  // namespace softknee::kernels::cpu
