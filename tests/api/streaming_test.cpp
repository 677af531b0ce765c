// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <gtest/gtest.h>

#include <kernels/channel_operation.hpp>
#include <kernels/cpu/channel_block.hpp>
#include <kernels/cpu/pointwise_block.hpp>
#include <softknee/activation/elu.hpp>
#include <softknee/dtype.hpp>
#include <softknee/execution.hpp>

// Outputs that are written past the caches: by the kernels themselves, because the size from which on a call does so is
// the machine's.
namespace {

using namespace softknee;
using kernels::cpu::block_function;
using kernels::cpu::pointwise_block;

block_function elu_block(instruction_set set, pass direction, dtype type) {
    using kernels::cpu::find_block_function;
    switch (set) {
#if defined(__x86_64__)
        case instruction_set::avx512:
            return find_block_function<elu, instruction_set::avx512>(direction, type);
        case instruction_set::avx2:
            return find_block_function<elu, instruction_set::avx2>(direction, type);
#endif
        default:
            return find_block_function<elu, instruction_set::baseline>(direction, type);
    }
}

using kernels::cpu::channel_block;
using kernels::cpu::channel_block_function;
using kernels::cpu::sum_arrays;

channel_block_function biased_elu_block(instruction_set set, pass direction, dtype type) {
    using kernels::with_bias;
    using kernels::cpu::find_channel_block_function;
    switch (set) {
#if defined(__x86_64__)
        case instruction_set::avx512:
            return find_channel_block_function<with_bias<elu>, instruction_set::avx512>(direction, type);
        case instruction_set::avx2:
            return find_channel_block_function<with_bias<elu>, instruction_set::avx2>(direction, type);
#endif
        default:
            return find_channel_block_function<with_bias<elu>, instruction_set::baseline>(direction, type);
    }
}

constexpr std::size_t most_bytes = 2048;
struct alignas(64) memory_block {
    std::array<std::byte, most_bytes> bytes;
};

/// Patterns of moderate numbers of any dtype: the exponents' highest bits are 01.
memory_block make_numbers(dtype type, unsigned seed) {
    memory_block result;
    for (std::size_t i = 0; i < most_bytes; ++i) {
        const bool is_highest = (i + 1) % size_of(type) == 0;
        const unsigned bits = static_cast<unsigned>(i) * 37 + seed;
        result.bytes[i] = static_cast<std::byte>(is_highest ? (bits & 0x80) | 0x3f : bits & 0xff);
    }
    return result;
}

TEST(streaming, writes_the_same_bytes_wherever_the_output_begins_and_ends) {
    for (const instruction_set set : available_instruction_sets()) {
        for (const dtype type : all_dtypes) {
            const std::size_t size = size_of(type);
            const memory_block x = make_numbers(type, 1);
            const memory_block dy = make_numbers(type, 7);
            for (const pass direction : {pass::forward, pass::backward_from_input}) {
                const block_function function = elu_block(set, direction, type);
                for (std::size_t offset = 0; offset < 64 + size; offset += size) {
                    for (const std::int64_t count : {1, 7, 31, 32, 33, 64, 65, 130}) {
                        memory_block plain{};
                        memory_block streamed{};
                        pointwise_block block{{x.bytes.data(), dy.bytes.data()}, nullptr, count, {0.75}, false};
                        block.output = plain.bytes.data() + offset;
                        function(block);
                        block.output = streamed.bytes.data() + offset;
                        block.past_caches = true;
                        function(block);
                        ASSERT_EQ(std::memcmp(&plain, &streamed, most_bytes), 0)
                            << name_of(set) << " " << name_of(type) << " " << name_of(direction) << ": " << count
                            << " elements, " << offset << " bytes above a line";
                    }
                }
            }
        }
    }
}

/// What a block of a function behind a bias wrote, and what it added to the sums.
struct channel_outcome {
    memory_block output{};
    std::array<double, 160> sums{};
    std::array<double, 160> errors{};
    bool operator==(const channel_outcome& other) const { return std::memcmp(this, &other, sizeof(*this)) == 0; }
};

TEST(streaming, of_elements_with_a_bias_writes_the_same_bytes_and_adds_the_same_terms) {
    const auto outcome_of = [](channel_block_function function, const memory_block& x, const memory_block& dy,
                               std::size_t offset, std::int64_t count, bool past_caches) {
        static const std::array<double, 160> biases{0.25, -0.5, 0.125};
        channel_outcome outcome;
        const sum_arrays sums{outcome.sums.data(), outcome.errors.data()};
        const channel_block block{{x.bytes.data(), dy.bytes.data()},
                                  nullptr,
                                  kernels::residual_place::none,
                                  outcome.output.bytes.data() + offset,
                                  count,
                                  {biases.data()},
                                  true,
                                  {0.75},
                                  &sums,
                                  past_caches};
        function(block);
        return outcome;
    };
    for (const instruction_set set : available_instruction_sets()) {
        for (const dtype type : all_dtypes) {
            const memory_block x = make_numbers(type, 1);
            const memory_block dy = make_numbers(type, 7);
            for (const pass direction : {pass::forward, pass::backward_from_input}) {
                const channel_block_function function = biased_elu_block(set, direction, type);
                for (std::size_t offset = 0; offset < 64 + size_of(type); offset += size_of(type)) {
                    for (const std::int64_t count : {1, 7, 31, 32, 33, 64, 65, 130}) {
                        const auto plain = outcome_of(function, x, dy, offset, count, false);
                        const auto streamed = outcome_of(function, x, dy, offset, count, true);
                        ASSERT_TRUE(plain == streamed)
                            << name_of(set) << " " << name_of(type) << " " << name_of(direction) << ": " << count
                            << " elements, " << offset << " bytes above a line";
                    }
                }
            }
        }
    }
}

}  // namespace
