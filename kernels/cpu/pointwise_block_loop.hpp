// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

#include <kernels/cpu/pointwise_block.hpp>
#include <kernels/cpu/storage.hpp>
#include <kernels/cpu/streaming.hpp>

/// Included by the generated units alone: what is here is compiled once for each instruction set.
namespace softknee::kernels::cpu {

template <class Activation, pass Direction, class Storage, instruction_set Set>
struct pointwise_loop {
    using memory_format = storage<Storage, Set>;
    using registers = typename memory_format::registers;
    using value = math::real<registers, Storage>;
    using scalar = typename registers::scalar;
    static constexpr int step = registers::count;

    SOFTKNEE_FUNCTION static registers evaluate(const Storage* first, const Storage* second,
                                                const parameter_values<scalar>& parameters) {
        const value a = value::of(memory_format::load(first));
        if constexpr (Direction == pass::forward) {
            return evaluate_forward<Activation>(a, parameters).value;
        } else {
            const value dy = value::of(memory_format::load(second));
            return evaluate_backward<Activation, Direction>(a, dy, parameters).value;
        }
    }

    /// To an address that is aligned to what a register becomes. The baseline set writes element by element, which is
    /// too little for a store of this kind.
    SOFTKNEE_FUNCTION static void store_past_caches(Storage* target, registers value) {
        Storage packed[step];
        memory_format::store(packed, value);
#if defined(__AVX512F__)
        if constexpr (sizeof(packed) == 64) {
            __m512i bytes;
            std::memcpy(&bytes, packed, sizeof(bytes));
            return _mm512_stream_si512(reinterpret_cast<__m512i*>(target), bytes);
        }
#endif
#if defined(__AVX2__)
        if constexpr (sizeof(packed) == 32) {
            __m256i bytes;
            std::memcpy(&bytes, packed, sizeof(bytes));
            return _mm256_stream_si256(reinterpret_cast<__m256i*>(target), bytes);
        }
        if constexpr (sizeof(packed) == 16) {
            __m128i bytes;
            std::memcpy(&bytes, packed, sizeof(bytes));
            return _mm_stream_si128(reinterpret_cast<__m128i*>(target), bytes);
        }
#endif
        std::memcpy(target, packed, sizeof(packed));
    }

    /// Less than a register.
    static void evaluate_some(const Storage* first, const Storage* second, Storage* output, std::int64_t count,
                              const parameter_values<scalar>& parameters) {
        Storage filled_up[3][step] = {};
        const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(Storage);
        std::memcpy(filled_up[0], first, bytes);
        if constexpr (Direction != pass::forward) std::memcpy(filled_up[1], second, bytes);
        memory_format::store(filled_up[2], evaluate(filled_up[0], filled_up[1], parameters));
        std::memcpy(output, filled_up[2], bytes);
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
            for (; i < end; i += step) {
                evaluate_some(first + i, second + i, output + i, end - i < step ? end - i : step, parameters);
            }
            i = end;
        }
        // A loop for either way to store would double the code; the branch always goes one way.
        for (; i + step <= count; i += step) {
            const registers result = evaluate(first + i, second + i, parameters);
            if (past_caches) {
                store_past_caches(output + i, result);
            } else {
                memory_format::store(output + i, result);
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
