// SPDX-License-Identifier: Apache-2.0
#include "ulp.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using softknee::dtype;
using softknee_accuracy::decode;
using softknee_accuracy::format_of;
using softknee_accuracy::round_to;
using softknee_accuracy::ulp_distance;
using softknee_reference::mpfr_number;

namespace {

/// Every pair of neighbours of a 16-bit type, positive, up to the step to infinity.
template <class Number>
void expect_ties_to_even(dtype type) {
    const auto format = format_of(type);
    for (std::uint64_t bits = 0; bits < format.infinity(); ++bits) {
        const Number low = decode(type, bits);
        const bool last = bits + 1 == format.infinity();
        const Number high = last ? std::ldexp(1.0L, format.maximum_exponent + 1) : decode(type, bits + 1);
        const Number middle = (low + high) / Number(2);
        const Number little = (high - low) * Number(0x1p-30);
        const std::uint64_t even = bits % 2 == 0 ? bits : bits + 1;
        ASSERT_EQ(round_to(type, Number(low)).bits, bits);
        ASSERT_EQ(round_to(type, Number(middle)).bits, even);
        ASSERT_EQ(round_to(type, Number(middle - little)).bits, bits);
        ASSERT_EQ(round_to(type, Number(middle + little)).bits, bits + 1);
        ASSERT_EQ(round_to(type, Number(-middle)).bits, even | format.sign_bit());
        ASSERT_EQ(round_to(type, Number(middle)).boundary_distance, 0);
        ASSERT_EQ(round_to(type, Number(middle + little)).boundary_distance, 0x1p-30);
    }
}

}  // namespace

TEST(round_to, ties_go_to_even_between_all_neighbours_of_float16) {
    expect_ties_to_even<long double>(dtype::float16);
    expect_ties_to_even<mpfr_number>(dtype::float16);
}

TEST(round_to, ties_go_to_even_between_all_neighbours_of_bfloat16) {
    expect_ties_to_even<long double>(dtype::bfloat16);
    expect_ties_to_even<mpfr_number>(dtype::bfloat16);
}

TEST(round_to, agrees_with_the_processor_for_float_and_double) {
    std::mt19937_64 random(71);
    for (int i = 0; i < 200000; ++i) {
        const auto significand = static_cast<long double>(random() | (std::uint64_t(1) << 63));
        const long double magnitude = std::ldexp(significand, static_cast<int>(random() % 2300) - 1200);
        const long double value = random() % 2 == 0 ? magnitude : -magnitude;
        ASSERT_EQ(round_to(dtype::float32, value).bits, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
        ASSERT_EQ(round_to(dtype::float64, value).bits, std::bit_cast<std::uint64_t>(static_cast<double>(value)));
        ASSERT_EQ(round_to(dtype::float64, mpfr_number(value)).bits, round_to(dtype::float64, value).bits);
    }
}

TEST(round_to, keeps_the_sign_of_zero_and_of_what_underflows) {
    EXPECT_EQ(round_to(dtype::float32, -0.0L).bits, 0x80000000u);
    EXPECT_EQ(round_to(dtype::float32, mpfr_number(-0.0)).bits, 0x80000000u);
    EXPECT_EQ(round_to(dtype::float32, -0x1p-150L).bits, 0x80000000u);
    EXPECT_EQ(round_to(dtype::float32, -0x1.000002p-150L).bits, 0x80000001u);
}

TEST(decode, agrees_with_the_processor_for_float) {
    for (std::uint64_t bits = 0; bits < 0x100000000; bits += 9973) {
        const float value = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        if (std::isnan(value)) {
            ASSERT_TRUE(std::isnan(decode(dtype::float32, bits)));
        } else {
            ASSERT_EQ(decode(dtype::float32, bits), static_cast<long double>(value));
        }
    }
}

TEST(ulp_distance, counts_the_spacing_at_the_exact_value) {
    const std::uint64_t one = round_to(dtype::float32, 1.0L).bits;
    EXPECT_EQ(ulp_distance(dtype::float32, one, 1.0L), 0);
    EXPECT_EQ(ulp_distance(dtype::float32, one + 1, 1.0L), 1);
    // Just below 1 the spacing is half as large.
    EXPECT_EQ(ulp_distance(dtype::float32, one, 1.0L - 0x1p-24L), 1);
    EXPECT_EQ(ulp_distance(dtype::float32, one, mpfr_number(1.0L - 0x1p-26L)), 0.25);
}

TEST(ulp_distance, counts_subnormal_spacings_at_the_bottom) {
    EXPECT_EQ(ulp_distance(dtype::float32, 0, 0x1p-149L), 1);
    EXPECT_EQ(ulp_distance(dtype::float32, 3, 0.0L), 3);
    EXPECT_EQ(ulp_distance(dtype::float32, 0, mpfr_number(0x1p-151L)), 0.25);
    EXPECT_EQ(ulp_distance(dtype::float16, 0x8001, 0x1p-24L), 2);
}

TEST(ulp_distance, infinity_is_right_only_where_the_exact_value_overflows) {
    const std::uint64_t infinity = format_of(dtype::float32).infinity();
    EXPECT_EQ(ulp_distance(dtype::float32, infinity, 0x1p128L), 0);
    EXPECT_EQ(ulp_distance(dtype::float32, infinity, 0x1.ffffffp127L), 0);
    EXPECT_EQ(ulp_distance(dtype::float32, infinity, 0x1.fffffep127L), 1);
    EXPECT_GT(ulp_distance(dtype::float32, infinity - 1, 0x1p200L), 0x1p90);
    EXPECT_GT(ulp_distance(dtype::float32, infinity, -0x1p200L), 0x1p90);
    EXPECT_EQ(ulp_distance(dtype::float32, infinity + 1, 1.0L), std::numeric_limits<double>::infinity());
}
