// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <vector>

using softknee::dtype;
using softknee_accuracy::input_patterns;

namespace {

constexpr std::array centres = {0.75};
constexpr std::array<std::uint64_t, 1> transitions = {1000};

}  // namespace

TEST(input_patterns, are_every_float32_once_without_a_stride) {
    const input_patterns all(dtype::float32, 1, centres, transitions);
    EXPECT_EQ(all.size(), std::uint64_t(1) << 32);
    EXPECT_EQ(all[0], 0u);
    EXPECT_EQ(all[all.size() - 1], 0xffffffffu);
}

TEST(input_patterns, of_a_stride_go_to_the_last_number_and_then_to_the_edges) {
    const input_patterns sample(dtype::float32, 1021, centres, transitions);
    const std::uint64_t regular = ((std::uint64_t(1) << 32) + 1020) / 1021;
    EXPECT_EQ(sample[regular - 1], (regular - 1) * 1021);
    EXPECT_EQ(sample[regular], 0u);
    EXPECT_GT(sample.size(), regular + 30000);
}

TEST(input_patterns, are_copied_in_their_order) {
    for (const dtype type : {dtype::float32, dtype::float64}) {
        const input_patterns sample(type, 65537, centres, transitions);
        std::vector<std::uint64_t> copied(sample.size() - 5);
        sample.copy(5, std::span(copied));
        for (std::uint64_t i = 0; i < copied.size(); ++i) ASSERT_EQ(copied[i], sample[i + 5]) << i;
    }
}
