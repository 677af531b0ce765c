// SPDX-License-Identifier: Apache-2.0
#include "transitions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "parameters.hpp"
#include "ulp.hpp"

using softknee::dtype;
using softknee::pass;

namespace {

/// Whether a transition of float32 is within some patterns of the value.
::testing::AssertionResult has_one_at(const char* activation, pass direction, double value) {
    const auto parsed = softknee::parse(activation);
    const auto found =
        softknee_accuracy::transitions(*softknee_reference::find(softknee::name_of(parsed)), direction, dtype::float32,
                                       softknee_accuracy::rounded_parameters(parsed, dtype::float32));
    for (const std::uint64_t pattern : found) {
        const auto place = static_cast<double>(softknee_accuracy::decode(dtype::float32, pattern));
        if (std::fabs(place - value) <= 1e-6 * std::fabs(value)) return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << found.size() << " transitions, none at " << value;
}

}  // namespace

TEST(transitions, are_at_roots) {
    EXPECT_TRUE(has_one_at("gelu", pass::backward_from_input, -0.751791524693564457));
    EXPECT_TRUE(has_one_at("silu", pass::backward_from_input, -1.27846454276107));
    EXPECT_TRUE(has_one_at("star_relu(s=0.5, c=-0.125)", pass::forward, 0.5));
    EXPECT_TRUE(has_one_at("swish(beta=0.25)", pass::backward_from_input, 4 * -1.27846454276107));
}

TEST(transitions, are_at_kinks) {
    EXPECT_TRUE(has_one_at("hard_swish", pass::forward, -3));
    EXPECT_TRUE(has_one_at("clip(lo=-1.5, hi=6)", pass::backward_from_input, 6));
    EXPECT_TRUE(has_one_at("clip(lo=-1.5, hi=6)", pass::backward_from_input, -1.5));
}

TEST(transitions, are_where_a_function_overflows_or_underflows) {
    EXPECT_TRUE(has_one_at("squared_relu", pass::forward, 0x1p64));
    EXPECT_TRUE(has_one_at("sigmoid", pass::forward, -103.972084));
    EXPECT_TRUE(has_one_at("sigmoid", pass::forward, -87.3365448));
}

TEST(transitions, a_pass_that_the_reference_lacks_is_refused) {
    EXPECT_THROW(softknee_accuracy::transitions(*softknee_reference::find("gelu"), pass::backward_from_output,
                                                dtype::float32, {}),
                 std::invalid_argument);
}
