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

/// Adds the terms of one register to the sums from `at` on, as kernels/channel_sum.hpp does.
template <class Registers>
SOFTKNEE_FUNCTION void add_terms(Registers terms, const sum_arrays& sums, std::int64_t at) {
    if constexpr (sizeof(typename Registers::scalar) == 4) {
        using wide = typename vector_of<double, Registers::count>::type;
        wide sum;
        std::memcpy(&sum, sums.values + at, sizeof(sum));
        sum += __builtin_convertvector(terms.v, wide);
        std::memcpy(sums.values + at, &sum, sizeof(sum));
    } else {
        Registers sum(0.0);
        Registers errors(0.0);
        std::memcpy(&sum.v, sums.values + at, sizeof(sum.v));
        std::memcpy(&errors.v, sums.errors + at, sizeof(errors.v));
        add_compensated(sum, errors, terms);
        std::memcpy(sums.values + at, &sum.v, sizeof(sum.v));
        std::memcpy(sums.errors + at, &errors.v, sizeof(errors.v));
    }
}

/// The same for some of its lanes.
template <class Registers>
SOFTKNEE_FUNCTION void add_terms(Registers terms, const sum_arrays& sums, std::int64_t at, int begin, int end) {
    for (int i = begin; i < end; ++i) {
        if constexpr (sizeof(typename Registers::scalar) == 4) {
            sums.values[at + i] += static_cast<double>(terms.v[i]);
        } else {
            add_compensated(sums.values[at + i], sums.errors[at + i], static_cast<double>(terms.v[i]));
        }
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

    struct operands {
        value first, second, residual;
    };
    SOFTKNEE_FUNCTION static operands load(const Storage* first, const Storage* second, const Storage* residual) {
        operands result;
        result.first = value::of(memory_format::load(first));
        if constexpr (Direction != pass::forward) result.second = value::of(memory_format::load(second));
        if (residual != nullptr) result.residual = value::of(memory_format::load(residual));
        return result;
    }

    /// One register of elements.
    /// @param add  called with the terms of each parameter and what they are added to
    template <class Add>
    SOFTKNEE_FUNCTION static void evaluate(const channel_block& block, const operands& in, Storage* output,
                                           const value (&p)[parameters], const parameter_values<scalar>& constants,
                                           const Add& add) {
        value a = in.first;
        if constexpr (Direction != pass::backward_from_output) {
            a = Operation::enter(a, p);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::inside) a = a + in.residual;
            }
        }
        if constexpr (Direction == pass::forward) {
            value y = Operation::forward(a, p, constants);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::outside) y = y + in.residual;
            }
            memory_format::store(output, y.value);
        } else {
            value terms[parameters];
            const value dx = Operation::template backward<Direction>(a, in.second, p, constants, terms);
            if (output != nullptr) memory_format::store(output, dx.value);
            if (block.sums == nullptr) return;
            SOFTKNEE_UNROLL
            for (int k = 0; k < parameters; ++k) add(terms[k].value, block.sums[k]);
        }
    }

    /// The parameters of `count` elements from `at` on, where elements have their own.
    SOFTKNEE_FUNCTION static void read_parameters(const channel_block& block, std::int64_t at, int count,
                                                  value (&p)[parameters]) {
        if (!block.parameters_by_element) return;
        SOFTKNEE_UNROLL
        for (int k = 0; k < parameters; ++k) {
            registers own(scalar(0));
            std::memcpy(&own.v, static_cast<const scalar*>(block.parameters[k]) + at,
                        static_cast<std::size_t>(count) * sizeof(scalar));
            p[k] = value::of(own);
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
        value p[parameters];
        for (int k = 0; k < parameters; ++k) {
            const bool one = !block.parameters_by_element && block.parameters[k] != nullptr;
            p[k] = value::of(registers(one ? *static_cast<const scalar*>(block.parameters[k]) : scalar(0)));
        }
        const auto from = [](auto* pointer, std::int64_t i) { return pointer == nullptr ? pointer : pointer + i; };

        // What is less than a register at the end is evaluated with the elements before it once more, which the output
        // may overwrite: it is loaded first. Filled up in a buffer, it took more time than three registers.
        const int rest = static_cast<int>(block.count % step);
        const std::int64_t whole = block.count - rest;
        const bool buffered = whole == 0;
        const std::int64_t last = buffered ? 0 : block.count - step;
        Storage buffer[4][step] = {};
        const std::size_t rest_bytes = static_cast<std::size_t>(rest) * sizeof(Storage);
        operands at_end;
        if (rest != 0 && buffered) {
            std::memcpy(buffer[0], first, rest_bytes);
            if (second != nullptr) std::memcpy(buffer[1], second, rest_bytes);
            if (residual != nullptr) std::memcpy(buffer[2], residual, rest_bytes);
            at_end = load(buffer[0], buffer[1], buffer[2]);
        } else if (rest != 0) {
            at_end = load(first + last, from(second, last), from(residual, last));
        }

        for (std::int64_t i = 0; i < whole; i += step) {
            read_parameters(block, i, step, p);
            evaluate(block, load(first + i, from(second, i), from(residual, i)), from(output, i), p, constants,
                     [&](registers terms, const sum_arrays& sums) { add_terms(terms, sums, i); });
        }
        if (rest == 0) return;
        read_parameters(block, last, buffered ? rest : step, p);
        Storage* const target = output == nullptr || !buffered ? from(output, last) : buffer[3];
        evaluate(block, at_end, target, p, constants, [&](registers terms, const sum_arrays& sums) {
            add_terms(terms, sums, last, buffered ? 0 : step - rest, buffered ? rest : step);
        });
        if (output != nullptr && buffered) std::memcpy(output, buffer[3], rest_bytes);
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
