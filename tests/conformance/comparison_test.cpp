// SPDX-License-Identifier: Apache-2.0
#include "comparison.hpp"

#include <cmath>
#include <limits>

namespace conformance {

namespace {

tensor single(float value) {
    return {{1}, {value}};
}

TEST(a_comparison, refuses_the_next_float_where_results_must_be_equal) {
    EXPECT_TRUE(equals(single(1.0f), single(1.0f), {}));
    EXPECT_FALSE(equals(single(std::nextafter(1.0f, 2.0f)), single(1.0f), {}));
}

TEST(a_comparison, refuses_two_parts_in_a_million_where_formulas_differ) {
    EXPECT_TRUE(equals(single(1000.0005f), single(1000.0f), of_float32_formulas));
    EXPECT_FALSE(equals(single(1000.002f), single(1000.0f), of_float32_formulas));
}

TEST(a_comparison, refuses_a_small_result_with_the_wrong_sign) {
    EXPECT_FALSE(equals(single(-1e-6f), single(1e-6f), of_float32_formulas));
}

TEST(a_comparison, takes_a_nan_for_a_nan_only) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(equals(single(nan), single(nan), {}));
    EXPECT_FALSE(equals(single(nan), single(0.0f), of_float32_formulas));
    EXPECT_FALSE(equals(single(0.0f), single(nan), of_float32_formulas));
}

TEST(a_comparison, takes_no_finite_number_for_an_infinity) {
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(equals(single(std::numeric_limits<float>::max()), single(infinity), of_float32_formulas));
    EXPECT_TRUE(equals(single(infinity), single(infinity), of_float32_formulas));
}

TEST(a_comparison, refuses_another_shape_with_the_same_values) {
    EXPECT_FALSE(equals({{2, 1}, {1.0f, 2.0f}}, {{1, 2}, {1.0f, 2.0f}}, of_float32_formulas));
}

}  // namespace

}  // namespace conformance
