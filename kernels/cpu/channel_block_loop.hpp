// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <type_traits>

#include <kernels/channel_operation.hpp>
#include <kernels/channel_sum.hpp>
#include <kernels/cpu/channel_block.hpp>
#include <kernels/cpu/storage.hpp>
#include <kernels/cpu/streaming_store.hpp>

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

/// The same for some of its lanes. The others add 0, which changes no sum: none is -0. What becomes of the errors of
/// one that is infinite or NaN does not matter.
template <class Registers>
SOFTKNEE_FUNCTION void add_terms(Registers terms, const sum_arrays& sums, std::int64_t at, int begin, int end) {
    typename Registers::scalar lanes[Registers::count] = {};
    for (int i = begin; i < end; ++i) lanes[i] = terms.v[i];
    std::memcpy(&terms.v, lanes, sizeof(terms.v));
    add_terms(terms, sums, at);
}

/// The same where there may be sums for these lanes alone.
template <class Registers>
SOFTKNEE_FUNCTION void add_first_terms(Registers terms, const sum_arrays& sums, int count) {
    for (int i = 0; i < count; ++i) {
        if constexpr (sizeof(typename Registers::scalar) == 4) {
            sums.values[i] += static_cast<double>(terms.v[i]);
        } else {
            add_compensated(sums.values[i], sums.errors[i], static_cast<double>(terms.v[i]));
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

    /// One register of elements: store(result) and, where a gradient is wanted, add(terms, sums) of each parameter.
    template <class Store, class Add>
    SOFTKNEE_FUNCTION static void evaluate(const channel_block& block, const operands& in, const value (&p)[parameters],
                                           const parameter_values<scalar>& constants, const Store& store,
                                           const Add& add) {
        auto held = Operation::hold(p);
        value a = in.first;
        if constexpr (Direction != pass::backward_from_output) {
            a = Operation::enter(a, held);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::inside) a = a + in.residual;
            }
        }
        if constexpr (Direction == pass::forward) {
            value y = Operation::forward(a, held, constants);
            if constexpr (Operation::takes_residual) {
                if (block.place == residual_place::outside) y = y + in.residual;
            }
            store(y.value);
        } else {
            value terms[parameters];
            const value dx = Operation::template backward<Direction>(a, in.second, held, constants, terms);
            store(dx.value);
            if (block.sums == nullptr) return;
            SOFTKNEE_UNROLL
            for (int k = 0; k < parameters; ++k) add(terms[k].value, block.sums[k]);
        }
    }

    /// Those that all elements share, and 0 where there are none.
    SOFTKNEE_FUNCTION static void take_parameters(const channel_block& block, value (&p)[parameters]) {
        SOFTKNEE_UNROLL
        for (int k = 0; k < parameters; ++k) {
            const bool one = !block.parameters_by_element && block.parameters[k] != nullptr;
            p[k] = value::of(registers(one ? *static_cast<const scalar*>(block.parameters[k]) : scalar(0)));
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

    template <class Pointer>
    static Pointer* from(Pointer* pointer, std::int64_t i) {
        return pointer == nullptr ? pointer : pointer + i;
    }

    /// Less than a register: the lanes from `begin` to before `end` of the one that begins at element `at`. Where the
    /// block has as many elements, it is loaded whole: filled up in a buffer, it took more time than three registers.
    [[gnu::noinline]] static void evaluate_some(const channel_block& block, std::int64_t at, int begin, int end,
                                                const parameter_values<scalar>& constants) {
        const auto* first = static_cast<const Storage*>(block.inputs[0]) + at;
        const auto* second = from(static_cast<const Storage*>(block.inputs[1]), at);
        const auto* residual = from(static_cast<const Storage*>(block.residual), at);
        auto* output = from(static_cast<Storage*>(block.output), at);
        operands in;
        const bool whole = block.count >= step;
        if (whole) {
            in = load(first, second, residual);
        } else {
            Storage buffer[3][step] = {};
            const std::size_t bytes = static_cast<std::size_t>(block.count) * sizeof(Storage);
            std::memcpy(buffer[0], first, bytes);
            if (second != nullptr) std::memcpy(buffer[1], second, bytes);
            if (residual != nullptr) std::memcpy(buffer[2], residual, bytes);
            in = load(buffer[0], buffer[1], residual == nullptr ? nullptr : buffer[2]);
        }
        value p[parameters];
        take_parameters(block, p);
        read_parameters(block, at, whole ? step : end, p);
        const auto store = [&](registers result) {
            if (output == nullptr) return;
            Storage stored[step];
            memory_format::store(stored, result);
            std::memcpy(output + begin, stored + begin, static_cast<std::size_t>(end - begin) * sizeof(Storage));
        };
        evaluate(block, in, p, constants, store, [&](registers terms, const sum_arrays& sums) {
            if (whole) {
                add_terms(terms, sums, at, begin, end);
            } else {
                add_first_terms(terms, sums, end);
            }
        });
    }

    /// Elements before the first whose place is that of a store past the caches.
    static int head_of(const channel_block& block) {
        constexpr std::size_t bytes = stored_bytes<Storage, Set>;
        if (!block.past_caches || block.count < step) return 0;
        const std::size_t above = reinterpret_cast<std::uintptr_t>(block.output) % bytes;
        return static_cast<int>((bytes - above) % bytes / sizeof(Storage));
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
        // Whose address no call is given: it is a register.
        value p[parameters];
        take_parameters(block, p);

        const bool past_caches = block.past_caches;
        // What is less than a register comes first, and writes its own lanes alone: the output may be an input.
        const int head = head_of(block);
        const int rest = static_cast<int>((block.count - head) % step);
        if (head != 0) evaluate_some(block, 0, 0, head, constants);
        if (rest != 0 && block.count < step) evaluate_some(block, 0, 0, rest, constants);
        if (rest != 0 && block.count >= step) {
            evaluate_some(block, block.count - step, step - rest, step, constants);
        }
        const std::int64_t end = block.count - rest;
        for (std::int64_t i = head; i < end; i += step) {
            read_parameters(block, i, step, p);
            const auto store = [&](registers result) {
                if (Direction != pass::forward && output == nullptr) return;
                if (past_caches) {
                    store_past_caches<Storage, Set>(output + i, result);
                } else {
                    memory_format::store(output + i, result);
                }
            };
            evaluate(block, load(first + i, from(second, i), from(residual, i)), p, constants, store,
                     [&](registers terms, const sum_arrays& sums) { add_terms(terms, sums, i); });
        }
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
