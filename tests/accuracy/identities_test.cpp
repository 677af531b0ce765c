// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bounds.hpp"
#include "reference_pass.hpp"
#include "sweep.hpp"
#include "ulp.hpp"

/// What follows from the functions' definitions alone, whatever reference is believed.
namespace {

using softknee::dtype;
using softknee_accuracy::decode;
using softknee_accuracy::format_of;

constexpr std::uint64_t odd_step = 0x10001;  ///< through the patterns of float32

/// Patterns of non-negative finite numbers: all of a 16-bit type, a sample of float32.
std::vector<std::uint64_t> magnitudes(dtype type) {
    std::vector<std::uint64_t> result;
    const std::uint64_t step = type == dtype::float32 ? odd_step : 1;
    for (std::uint64_t bits = 0; bits < format_of(type).infinity(); bits += step) result.push_back(bits);
    return result;
}

std::vector<std::uint64_t> negated(dtype type, std::vector<std::uint64_t> patterns) {
    for (std::uint64_t& bits : patterns) bits ^= format_of(type).sign_bit();
    return patterns;
}

std::vector<std::uint64_t> forward(const char* activation, dtype type, const std::vector<std::uint64_t>& patterns) {
    const std::size_t size = softknee::size_of(type);
    std::vector<std::byte> input(patterns.size() * size);
    std::vector<std::byte> output(input.size());
    for (std::size_t i = 0; i < patterns.size(); ++i) std::memcpy(&input[i * size], &patterns[i], size);
    softknee_accuracy::product_evaluator(
        {.activation = softknee::parse(activation), .direction = softknee::pass::forward, .type = type})(
        input.data(), output.data(), patterns.size());
    std::vector<std::uint64_t> result(patterns.size());
    for (std::size_t i = 0; i < patterns.size(); ++i) std::memcpy(&result[i], &output[i * size], size);
    return result;
}

/// How far a computed y may be from the exact one.
long double tolerance(dtype type, long double y) {
    return softknee_accuracy::bound(type) *
           std::ldexp(1.0L, static_cast<int>(softknee_accuracy::detail::unit_exponent(format_of(type), y)));
}

constexpr dtype tested_types[] = {dtype::float16, dtype::bfloat16, dtype::float32};

}  // namespace

TEST(identities, odd_functions_change_their_sign_with_that_of_x) {
    for (const char* activation : {"identity", "tanh", "scaled_tanh", "softsign", "tanh_shrink"}) {
        for (const dtype type : tested_types) {
            const auto x = magnitudes(type);
            EXPECT_EQ(forward(activation, type, negated(type, x)), negated(type, forward(activation, type, x)))
                << activation << " " << softknee::name_of(type);
        }
    }
}

/// For y(x) = x s(x) with s(x) + s(-x) = 1, and for softplus.
TEST(identities, the_difference_of_y_at_x_and_at_minus_x_is_x) {
    for (const char* activation : {"silu", "gelu", "gelu_tanh", "quick_gelu", "swish(beta=0.3)", "hard_swish",
                                   "softplus", "squareplus", "relu", "smelu"}) {
        for (const dtype type : tested_types) {
            const auto x = magnitudes(type);
            const auto above = forward(activation, type, x);
            const auto below = forward(activation, type, negated(type, x));
            for (std::size_t i = 0; i < x.size(); ++i) {
                const long double y = decode(type, above[i]);
                const long double reflected = decode(type, below[i]);
                const long double argument = decode(type, x[i]);
                ASSERT_LE(std::fabs(y - reflected - argument), tolerance(type, y) + tolerance(type, reflected))
                    << activation << " " << softknee::name_of(type) << " at " << argument;
            }
        }
    }
}

TEST(identities, sigmoid_at_x_and_at_minus_x_add_up_to_1) {
    for (const char* activation : {"sigmoid", "hard_sigmoid"}) {
        for (const dtype type : tested_types) {
            const auto x = magnitudes(type);
            const auto above = forward(activation, type, x);
            const auto below = forward(activation, type, negated(type, x));
            for (std::size_t i = 0; i < x.size(); ++i) {
                const long double y = decode(type, above[i]);
                const long double reflected = decode(type, below[i]);
                ASSERT_LE(std::fabs(y + reflected - 1), tolerance(type, y) + tolerance(type, reflected))
                    << activation << " " << softknee::name_of(type) << " at " << decode(type, x[i]);
            }
        }
    }
}

TEST(identities, log_sigmoid_is_softplus_turned_around) {
    for (const dtype type : tested_types) {
        const auto x = magnitudes(type);
        for (const auto& inputs : {x, negated(type, x)}) {
            const auto log_sigmoid = forward("log_sigmoid", type, inputs);
            const auto softplus = negated(type, forward("softplus", type, negated(type, inputs)));
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                const long double y = decode(type, log_sigmoid[i]);
                ASSERT_LE(std::fabs(y - decode(type, softplus[i])), 2 * tolerance(type, y))
                    << softknee::name_of(type) << " at " << decode(type, inputs[i]);
            }
        }
    }
}

/// The grid on which implementations of the exact gelu are commonly compared; most need an absolute tolerance of 1e-5
/// or more in its tail, where y is 1e-32.
TEST(identities, gelu_in_float32_has_a_relative_error_below_1e_6_from_minus_12_to_5) {
    constexpr int points = 10000;
    std::vector<std::uint64_t> x;
    for (int i = 0; i < points; ++i) {
        x.push_back(softknee_accuracy::round_to(dtype::float32, -12.0L + 17.0L * i / (points - 1)).bits);
    }
    const auto y = forward("gelu", dtype::float32, x);
    for (int i = 0; i < points; ++i) {
        const long double argument = decode(dtype::float32, x[static_cast<std::size_t>(i)]);
        const long double exact = argument / 2 * std::erfc(-argument / std::sqrt(2.0L));
        ASSERT_NEAR(static_cast<double>(decode(dtype::float32, y[static_cast<std::size_t>(i)]) / exact), 1, 1e-6)
            << argument;
    }
}
