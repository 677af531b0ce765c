// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <api/storage_conversion.hpp>
#include <softknee/channelwise.hpp>

#include "channel_case.hpp"
#include "channel_tensors.hpp"
#include "exact_sum.hpp"

/// prelu's values and sums against plain loops over every element, for every shape of a parameter and every dtype.
namespace softknee::test {
namespace {

class PreluValues : public testing::TestWithParam<parameter_dtypes> {};

TEST_P(PreluValues, EveryElementHasItsSlope) {
    std::vector<channel_case> cases = channel_cases();
    // Samples of which the CPU path keeps no table, with groups of one element and with planes.
    cases.push_back({{2, 65539}, {65539}, sharing::per_element});
    cases.push_back({{2, 1801, 37}, {1801}, sharing::per_channel, 1});
    for (const channel_case& c : cases) {
        SCOPED_TRACE(c.text());
        channel_tensors t(c, GetParam(), 1);
        forward(prelu{}, t.x.view(t.shape(), 0), {t.parameter()}, t.y.view(t.shape(), 0));
        for (std::int64_t i = 0; i < c.count(); ++i) {
            const double x = t.x_of(i);
            const double slope = t.slope_of(c.parameter_of(i));
            const std::uint64_t expected = encode(t.x.type(), x > 0 ? x : slope * x);
            ASSERT_EQ(t.y[i], expected) << "element " << i << ", x " << x << ", slope " << slope;
        }
    }
}

TEST_P(PreluValues, EveryGradientIsThatOfThePlainLoops) {
    for (const bool from_y : {false, true}) {
        for (const channel_case& c : channel_cases()) {
            SCOPED_TRACE(c.text() + (from_y ? " from y" : ""));
            channel_tensors t(c, GetParam(), 2);
            if (from_y) t.make_slopes_positive();
            std::vector<exact_sum> sums(static_cast<std::size_t>(c.parameter_count()));
            std::vector<std::uint64_t> expected_dx;
            // The saved tensor: x itself, or x taken as y.
            for (std::int64_t i = 0; i < c.count(); ++i) {
                const double saved = t.x_of(i);
                const double dy = decode(t.dy.type(), t.dy[i]);
                const double slope = t.slope_of(c.parameter_of(i));
                const double dx = t.rounded_product(dy, saved > 0 ? 1.0 : slope);
                expected_dx.push_back(encode(t.dy.type(), dx));
                if (saved < 0) sums[static_cast<std::size_t>(c.parameter_of(i))].add(t.rounded_product(dy, saved));
            }
            workspace_memory space(workspace_bytes(prelu{}, t.x.view(t.shape(), 0), {t.parameter()}));
            const const_tensor_view saved = t.x.view(t.shape(), 0);
            backward(prelu{}, from_y ? from_output(saved) : from_input(saved), {t.parameter()}, t.dy.view(t.shape(), 0),
                     {t.dx.view(t.shape(), 0), {t.gradient.view(tensor_shape(c.parameter), 0)}}, space.view());
            for (std::int64_t i = 0; i < c.count(); ++i) {
                ASSERT_EQ(t.dx[i], expected_dx[static_cast<std::size_t>(i)]) << "dx " << i;
            }
            for (std::int64_t k = 0; k < c.parameter_count(); ++k) {
                const exact_sum& sum = sums[static_cast<std::size_t>(k)];
                const double got = decode(t.gradient.type(), t.gradient[k]);
                const double exact = sum.nearest(from_y ? t.slope_of(k) : 1.0);
                // Correctly rounded: of a double, the exact sum itself is.
                const double allowed = t.gradient.type() == dtype::float64 ? 0 : 0.5001;
                ASSERT_LE(std::fabs(got - exact), allowed * unit_of(t.gradient.type(), exact))
                    << "slope " << k << ": got " << got << ", exactly " << exact;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EveryDtype, PreluValues, testing::ValuesIn(all_parameter_dtypes()),
                         [](const auto& info) { return info.param.text(); });

}  // namespace
}  // namespace softknee::test
