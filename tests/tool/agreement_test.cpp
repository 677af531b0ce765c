// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include <bench/agreement.hpp>
#include <softknee/pointwise.hpp>

namespace softknee::bench {
namespace {

template <class Element>
bool agree_as(dtype type, const std::vector<Element>& ours, const std::vector<Element>& theirs) {
    return agree(std::as_bytes(std::span(ours)), std::as_bytes(std::span(theirs)), type);
}

bool floats_agree(float ours, float theirs) {
    return agree_as<float>(dtype::float32, {1, ours}, {1, theirs});
}

TEST(agreement, another_sign_or_size_is_no_rounding) {
    EXPECT_TRUE(floats_agree(1.0f, 1.0005f));
    EXPECT_TRUE(floats_agree(0.0f, -0.0005f));
    EXPECT_TRUE(floats_agree(-100.0f, -100.09f));
    EXPECT_FALSE(floats_agree(1.0f, 1.002f));
    EXPECT_FALSE(floats_agree(1.0f, -1.0f));
    EXPECT_FALSE(floats_agree(0.0f, 0.002f));
    EXPECT_TRUE(agree_as<double>(dtype::float64, {-2.5}, {-2.5}));
    EXPECT_FALSE(agree_as<double>(dtype::float64, {-2.5}, {-2.6}));
}

TEST(agreement, results_that_are_no_numbers_agree_with_none) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(floats_agree(nan, nan));
    EXPECT_FALSE(floats_agree(1.0f, nan));
    EXPECT_FALSE(floats_agree(infinity, infinity));
    EXPECT_FALSE(agree_as<std::uint16_t>(dtype::float16, {0x7c00}, {0x7c00}));
    EXPECT_FALSE(agree_as<std::uint16_t>(dtype::bfloat16, {0x7f80}, {0x7f80}));
}

TEST(agreement, bits_of_16_are_read_as_the_numbers_that_they_are) {
    // 1, the two beside it, -1, 2, the largest subnormal, the smallest normal number.
    const auto half = [](std::uint16_t ours, std::uint16_t theirs) {
        return agree_as<std::uint16_t>(dtype::float16, {ours}, {theirs});
    };
    EXPECT_TRUE(half(0x3c00, 0x3c01));
    EXPECT_TRUE(half(0x3c00, 0x3bff));
    EXPECT_FALSE(half(0x3c00, 0xbc00));
    EXPECT_FALSE(half(0x3c00, 0x4000));
    EXPECT_TRUE(half(0x03ff, 0x0400));
    EXPECT_FALSE(half(0x03ff, 0x3c00));
    const auto brain = [](std::uint16_t ours, std::uint16_t theirs) {
        return agree_as<std::uint16_t>(dtype::bfloat16, {ours}, {theirs});
    };
    EXPECT_TRUE(brain(0x3f80, 0x3f81));
    EXPECT_FALSE(brain(0x3f80, 0xbf80));
    EXPECT_FALSE(brain(0x3f80, 0x4000));
}

TEST(agreement, another_function_is_told_from_rounding) {
    std::array<float, 101> x;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = 0.08f * (static_cast<float>(i) - 50);
    const auto result_of = [&](const activation& function) {
        std::vector<float> y(x.size());
        forward(function, host_view(x.data(), std::array{std::int64_t(x.size())}),
                host_view(y.data(), std::array{std::int64_t(x.size())}));
        return y;
    };
    EXPECT_TRUE(agree_as(dtype::float32, result_of(swish{}), result_of(silu{})));
    EXPECT_FALSE(agree_as(dtype::float32, result_of(elu{}), result_of(elu{.alpha = 0.99})));
    EXPECT_FALSE(agree_as(dtype::float32, result_of(gelu{}), result_of(silu{})));
}

TEST(agreement, results_of_other_lengths_do_not_agree) {
    EXPECT_FALSE(agree_as<float>(dtype::float32, {1, 2}, {1}));
}

}  // namespace
}  // namespace softknee::bench
