// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <softknee/channelwise.hpp>

#include "channel_case.hpp"
#include "channel_tensors.hpp"
#include "exact_sum.hpp"

/// The sums: exact where they can be, close where they cancel, and one channel's trouble is no other's.
namespace softknee::test {
namespace {

/// db of identity behind a bias is the sum of dy, and nothing else is in the way.
bit_patterns sums_of(bit_patterns& dy, const channel_case& c, dtype sums, double accumulate = 0,
                     const bit_patterns* before = nullptr) {
    bit_patterns bias(dy.type(), c.parameter_count());
    bit_patterns gradient = before != nullptr ? *before : bit_patterns(sums, c.parameter_count());
    const tensor_shape shape(c.x);
    const parameter_view parameter = c.view(bias.view(tensor_shape(c.parameter), 0));
    workspace_memory space(workspace_bytes(biased{identity{}}, dy.view(shape, 0), parameter));
    backward(biased{identity{}}, from_input(dy.view(shape, 0)), parameter, dy.view(shape, 0),
             {std::nullopt, {gradient.view(tensor_shape(c.parameter), 0)}, accumulate}, space.view());
    return gradient;
}

class Sums : public testing::TestWithParam<dtype> {};

TEST_P(Sums, OfScaledIntegersAreExact) {
    for (const channel_case& c : channel_cases()) {
        SCOPED_TRACE(c.text());
        bit_patterns dy(GetParam(), c.count());
        std::vector<std::int64_t> expected(static_cast<std::size_t>(c.parameter_count()));
        for (std::int64_t i = 0; i < c.count(); ++i) {
            const std::int64_t integer = (i * 37) % 31 - 15;
            dy.set(i, encode(GetParam(), std::ldexp(static_cast<double>(integer), -9)));
            expected[static_cast<std::size_t>(c.parameter_of(i))] += integer;
        }
        const dtype wide = GetParam() == dtype::float64 ? dtype::float64 : dtype::float32;
        const bit_patterns sums = sums_of(dy, c, wide);
        for (std::int64_t k = 0; k < c.parameter_count(); ++k) {
            ASSERT_EQ(decode(wide, sums[k]),
                      std::ldexp(static_cast<double>(expected[static_cast<std::size_t>(k)]), -9));
        }
    }
}

/// Pairs that cancel but for one part in 2^20 of what is added, in an order that keeps them apart.
TEST_P(Sums, ThatCancelAreWithinOneUnitOfTheExactSum) {
    for (const channel_case& c :
         {channel_case{{1 << 17, 2}, {2}, sharing::per_channel, 1},
          channel_case{{2, 3, 50021}, {3}, sharing::per_channel, 1}, channel_case{{1 << 18}, {1}, sharing::shared}}) {
        SCOPED_TRACE(c.text());
        std::mt19937_64 generator(3);
        bit_patterns dy = moderate_patterns(GetParam(), c.count(), 4);
        const bit_format format(GetParam());
        std::vector<exact_sum> exact(static_cast<std::size_t>(c.parameter_count()));
        std::vector<std::vector<std::int64_t>> members(exact.size());
        for (std::int64_t i = 0; i < c.count(); ++i) {
            members[static_cast<std::size_t>(c.parameter_of(i))].push_back(i);
        }
        for (auto& of_one : members) {
            for (std::size_t i = 0; i + 1 < of_one.size() / 2 * 2; ++i) {
                const std::size_t partner = of_one.size() - 1 - i;
                if (partner <= i + 1) break;
                dy.set(of_one[partner], dy[of_one[i]] ^ (format.magnitude_mask() + 1));
            }
        }
        for (std::int64_t i = 0; i < c.count(); ++i) {
            exact[static_cast<std::size_t>(c.parameter_of(i))].add(decode(GetParam(), dy[i]));
        }
        const dtype wide = GetParam() == dtype::float64 ? dtype::float64 : dtype::float32;
        const bit_patterns sums = sums_of(dy, c, wide);
        for (std::int64_t k = 0; k < c.parameter_count(); ++k) {
            const exact_sum& sum = exact[static_cast<std::size_t>(k)];
            if (sum.nearest() == 0) {
                EXPECT_EQ(decode(wide, sums[k]), 0);
                continue;
            }
            EXPECT_GT(sum.condition(), 1e3);
            EXPECT_LE(std::fabs(sum.error_of(decode(wide, sums[k]), unit_of(wide, sum.nearest()))), 1.0);
        }
    }
}

TEST_P(Sums, ANanOrAnInfinityReachesItsOwnParameterAlone) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const channel_case& c : channel_cases()) {
        if (c.parameter_count() < 2) continue;
        SCOPED_TRACE(c.text());
        bit_patterns dy = moderate_patterns(GetParam(), c.count(), 12);
        const bit_patterns before = sums_of(dy, c, GetParam());
        for (const double value : {std::nan(""), infinity, -infinity}) {
            for (const std::int64_t at : {std::int64_t(0), c.count() / 2, c.count() - 1}) {
                bit_patterns spoiled = dy;
                spoiled.set(at, encode(GetParam(), value));
                const bit_patterns sums = sums_of(spoiled, c, GetParam());
                for (std::int64_t k = 0; k < c.parameter_count(); ++k) {
                    const double got = decode(GetParam(), sums[k]);
                    if (k != c.parameter_of(at)) {
                        ASSERT_EQ(sums[k], before[k]) << k;
                    } else if (std::isnan(value)) {
                        ASSERT_TRUE(std::isnan(got)) << k;
                    } else {
                        ASSERT_EQ(got, value) << k;
                    }
                }
            }
        }
    }
}

TEST_P(Sums, AreAddedToWhatIsThereIfThatIsWanted) {
    const channel_case c{{33, 9}, {9}, sharing::per_channel, 1};
    bit_patterns dy = moderate_patterns(GetParam(), c.count(), 13);
    bit_patterns old = moderate_patterns(GetParam(), 9, 14);
    old.set(3, encode(GetParam(), std::nan("")));
    const bit_patterns plain = sums_of(dy, c, GetParam(), 0, &old);
    for (const double factor : {1.0, -0.5}) {
        const bit_patterns added = sums_of(dy, c, GetParam(), factor, &old);
        for (std::int64_t k = 0; k < 9; ++k) {
            EXPECT_FALSE(std::isnan(decode(GetParam(), plain[k]))) << "0 times what was there";
            const double got = decode(GetParam(), added[k]);
            const double before = decode(GetParam(), old[k]);
            if (std::isnan(before)) {
                EXPECT_TRUE(std::isnan(got));
                continue;
            }
            exact_sum expected;
            expected.add(factor * before);
            for (std::int64_t i = k; i < c.count(); i += 9) expected.add(decode(GetParam(), dy[i]));
            EXPECT_LE(std::fabs(expected.error_of(got, unit_of(GetParam(), expected.nearest()))), 0.5001);
        }
    }
}

TEST_P(Sums, OfNothingAreZero) {
    for (const channel_case& c :
         {channel_case{{0, 5}, {5}, sharing::per_channel, 1}, channel_case{{2, 0, 3}, {2, 1, 3}, sharing::broadcasting},
          channel_case{{0}, {1}, sharing::shared}}) {
        SCOPED_TRACE(c.text());
        bit_patterns dy(GetParam(), 0);
        const bit_patterns old = moderate_patterns(GetParam(), c.parameter_count(), 15);
        const bit_patterns sums = sums_of(dy, c, GetParam(), 0, &old);
        const bit_patterns kept = sums_of(dy, c, GetParam(), 1, &old);
        for (std::int64_t k = 0; k < c.parameter_count(); ++k) EXPECT_EQ(sums[k], 0u);
        EXPECT_EQ(kept.difference_from(old), "");
    }
}

INSTANTIATE_TEST_SUITE_P(EveryDtype, Sums, testing::ValuesIn(all_dtypes),
                         [](const auto& info) { return std::string(name_of(info.param)); });

}  // namespace
}  // namespace softknee::test
