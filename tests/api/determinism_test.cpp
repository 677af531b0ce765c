// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cfenv>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <device/bit_patterns.hpp>
#include <device/rounding_mode_scope.hpp>

#include "activations.hpp"
#include "pointwise_pass.hpp"

namespace softknee::test {
namespace {

/// All patterns of a 16-bit dtype; of the others 32768 that are spread over all exponents, and as many where the
/// functions bend.
bit_patterns spread_patterns(dtype type) {
    if (size_of(type) == 2) return all_patterns(type);
    constexpr std::int64_t half = 32768;
    bit_patterns result = random_patterns(type, 2 * half, 4);
    const std::uint64_t step = type == dtype::float32 ? 2 * 65537 : 0x9e3779b97f4a7c15;
    for (std::int64_t i = 0; i < half; ++i) result.set(i, static_cast<std::uint64_t>(i) * step);
    return result;
}

std::string text_of(const host_execution& execution) {
    return std::to_string(execution.threads) + " threads, " + std::string(name_of(execution.set));
}

/// Calls check(pass, dtype) for all of them, with a trace.
template <class Check>
void for_each_pass_and_dtype(const activation& activation, Check&& check) {
    for (const pass direction : passes_of(activation)) {
        for (const dtype type : all_dtypes) {
            SCOPED_TRACE(format(activation) + ", " + std::string(name_of(direction)) + ", " +
                         std::string(name_of(type)));
            check(direction, type);
        }
    }
}

bit_patterns result_of(const activation& activation, pass direction, bit_patterns& input, bit_patterns& dy,
                       const host_execution& execution) {
    bit_patterns output(input.type(), input.count());
    run_pass(activation, direction, input.view(), dy.view(), output.view(), execution);
    return output;
}

class every_bit : public testing::TestWithParam<activation_information> {
protected:
    /// The default parameters and two other sets.
    static std::vector<activation> activations() {
        std::vector<activation> result{GetParam().default_activation};
        std::mt19937_64 generator(20240303);
        if (!GetParam().parameters.empty()) {
            for (int i = 0; i < 2; ++i) result.push_back(with_moderate_parameters(GetParam(), generator));
        }
        return result;
    }
};

TEST_P(every_bit, is_the_same_for_every_instruction_set_and_number_of_threads) {
    const activation& activation = GetParam().default_activation;
    for_each_pass_and_dtype(activation, [&](pass direction, dtype type) {
        bit_patterns input = spread_patterns(type);
        bit_patterns dy = random_patterns(type, input.count(), 5);
        const bit_patterns expected =
            result_of(activation, direction, input, dy, {.threads = 1, .set = instruction_set::baseline});
        std::vector<host_execution> others{{}, {.threads = 2}, {.threads = 3}, {.threads = 7}};
        for (const instruction_set set : available_instruction_sets()) {
            if (set != instruction_set::baseline) others.push_back({.threads = 1, .set = set});
        }
        for (const host_execution& other : others) {
            EXPECT_EQ(result_of(activation, direction, input, dy, other).difference_from(expected), "")
                << text_of(other);
        }
    });
}

TEST_P(every_bit, is_the_same_for_every_number_of_threads_on_every_instruction_set) {
    for (const activation& activation : activations()) {
        for_each_pass_and_dtype(activation, [&](pass direction, dtype type) {
            bit_patterns input = random_patterns(type, 4099, 6);
            bit_patterns dy = random_patterns(type, input.count(), 7);
            const bit_patterns expected =
                result_of(activation, direction, input, dy, {.threads = 1, .set = instruction_set::baseline});
            for (const instruction_set set : available_instruction_sets()) {
                for (const int threads : {1, 2, 3, 7}) {
                    const host_execution other{.threads = threads, .set = set};
                    EXPECT_EQ(result_of(activation, direction, input, dy, other).difference_from(expected), "")
                        << text_of(other);
                }
            }
        });
    }
}

TEST_P(every_bit, is_the_same_in_concurrent_calls) {
    struct expectation {
        activation function;
        pass direction;
        bit_patterns input;
        bit_patterns dy;
        bit_patterns output;
    };
    std::vector<expectation> expectations;
    for (const activation& activation : activations()) {
        for_each_pass_and_dtype(activation, [&](pass direction, dtype type) {
            bit_patterns input = random_patterns(type, 2051, 8);
            bit_patterns dy = random_patterns(type, input.count(), 9);
            const bit_patterns output = result_of(activation, direction, input, dy, {.threads = 1});
            expectations.push_back({activation, direction, input, dy, output});
        });
    }
    std::vector<std::string> differences(4);
    {
        std::vector<std::jthread> callers;
        for (std::size_t caller = 0; caller < differences.size(); ++caller) {
            callers.emplace_back([&, caller] {
                for (std::size_t i = 0; i < expectations.size(); ++i) {
                    // Each begins elsewhere, so that different kernels run side by side; inputs are shared.
                    expectation& e = expectations[(i + caller * expectations.size() / 4) % expectations.size()];
                    const host_execution execution{.threads = caller % 2 == 0 ? 1 : 2};
                    differences[caller] +=
                        result_of(e.function, e.direction, e.input, e.dy, execution).difference_from(e.output);
                }
            });
        }
    }
    for (const std::string& difference : differences) EXPECT_EQ(difference, "");
}

TEST_P(every_bit, is_the_same_in_every_rounding_mode_of_the_caller) {
    for (const activation& activation : activations()) {
        for_each_pass_and_dtype(activation, [&](pass direction, dtype type) {
            bit_patterns input = random_patterns(type, 2051, 10);
            bit_patterns dy = random_patterns(type, input.count(), 11);
            const bit_patterns expected = result_of(activation, direction, input, dy, {.threads = 1});
            for (const int mode : {FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO}) {
                for (const int threads : {1, 3}) {
                    bit_patterns output(type, input.count());
                    int mode_after = -1;
                    {
                        const rounding_mode_scope scope(mode);
                        run_pass(activation, direction, input.view(), dy.view(), output.view(),
                                 host_execution{.threads = threads});
                        mode_after = std::fegetround();
                    }
                    EXPECT_EQ(mode_after, mode);
                    EXPECT_EQ(output.difference_from(expected), "") << "rounding mode " << mode << ", " << threads;
                }
            }
        });
    }
}

#if defined(__x86_64__)

/// Sets the control bits of the SSE unit until the end of a scope.
class control_guard {
public:
    explicit control_guard(unsigned bits) : previous_(_mm_getcsr()) { _mm_setcsr(bits); }
    control_guard(const control_guard&) = delete;
    control_guard& operator=(const control_guard&) = delete;
    ~control_guard() { _mm_setcsr(previous_); }

private:
    unsigned previous_;
};

TEST_P(every_bit, is_the_same_where_the_caller_flushes_subnormals_or_traps) {
    constexpr unsigned flush_to_zero = _MM_FLUSH_ZERO_ON;
    constexpr unsigned denormals_are_zero = 0x40;
    constexpr unsigned trap = _MM_MASK_MASK & ~(_MM_MASK_INVALID | _MM_MASK_DIV_ZERO | _MM_MASK_OVERFLOW);
    constexpr unsigned status = _MM_EXCEPT_MASK;
    for (const activation& activation : activations()) {
        for_each_pass_and_dtype(activation, [&](pass direction, dtype type) {
            bit_patterns input = random_patterns(type, 2051, 12);
            // Subnormals, which flushing would change.
            for (std::int64_t i = 0; i < 50; ++i) input.set(i, static_cast<std::uint64_t>(i));
            bit_patterns dy = random_patterns(type, input.count(), 13);
            const bit_patterns expected = result_of(activation, direction, input, dy, {.threads = 1});
            for (const unsigned control : {_MM_MASK_MASK | flush_to_zero, _MM_MASK_MASK | denormals_are_zero,
                                           _MM_MASK_MASK | flush_to_zero | denormals_are_zero, trap}) {
                for (const int threads : {1, 3}) {
                    bit_patterns output(type, input.count());
                    unsigned control_after = 0;
                    {
                        const control_guard guard(control);
                        run_pass(activation, direction, input.view(), dy.view(), output.view(),
                                 host_execution{.threads = threads});
                        control_after = _mm_getcsr() & ~status;
                    }
                    EXPECT_EQ(control_after, control);
                    EXPECT_EQ(output.difference_from(expected), "") << "control " << control << ", " << threads;
                }
            }
        });
    }
}

#endif

INSTANTIATE_TEST_SUITE_P(catalogue, every_bit, testing::ValuesIn(catalogue()), catalogue_name);

}  // namespace
}  // namespace softknee::test
