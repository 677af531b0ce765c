// SPDX-License-Identifier: Apache-2.0
#include "quick_judgement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "ulp.hpp"

using softknee::dtype;
using softknee_accuracy::decode;
using softknee_accuracy::decode_quickly;
using softknee_accuracy::format_of;
using softknee_accuracy::quick_judgement;

namespace {

constexpr dtype narrow_types[] = {dtype::float16, dtype::bfloat16, dtype::float32};

}  // namespace

TEST(quick_judgement, is_that_of_the_wide_type_wherever_there_is_one) {
    std::mt19937_64 random(20260101);
    std::uniform_real_distribution<double> fraction(1, 2);
    for (const dtype type : narrow_types) {
        const auto format = format_of(type);
        std::uniform_int_distribution<int> exponents(format.smallest_unit() - 2, format.maximum_exponent + 1);
        const quick_judgement judgement(format);
        int judged = 0;
        for (int i = 0; i < 200000; ++i) {
            const double exact = std::ldexp(fraction(random), exponents(random)) * (random() % 2 == 0 ? 1 : -1);
            const auto rounded = softknee_accuracy::round_to(type, static_cast<long double>(exact));
            const std::uint64_t computed = rounded.bits + random() % 3 - 1;
            if (format.is_nan(computed)) continue;
            const double found = judgement(decode_quickly(type, computed), exact);
            if (found == quick_judgement::uncertain) continue;
            ++judged;
            const double ulp = softknee_accuracy::ulp_distance(type, computed, static_cast<long double>(exact));
            ASSERT_NEAR(found, ulp, 0x1p-40) << exact << " " << computed;
            ASSERT_EQ(found > 0.5, computed != rounded.bits) << exact << " " << computed;
            ASSERT_GE(rounded.boundary_distance, softknee_accuracy::quick_boundary);
        }
        EXPECT_GT(judged, 60000);
    }
}

TEST(quick_judgement, is_refused_for_what_is_not_plain) {
    const quick_judgement judgement(format_of(dtype::float32));
    const auto judges = [&](double computed, double exact) {
        return judgement(computed, exact) != quick_judgement::uncertain;
    };
    const double infinity = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(judges(1, 1 + 0x1p-26));
    EXPECT_FALSE(judges(1, 1 + 0x1.fffp-25)) << "next to a boundary";
    EXPECT_FALSE(judges(1, 1 + 0x1.8p-23)) << "more than a unit away";
    EXPECT_FALSE(judges(0, 0x1.8p-149)) << "a false zero";
    EXPECT_FALSE(judges(-0x1p-149, 0x1p-151)) << "a wrong sign";
    EXPECT_FALSE(judges(nan, 1));
    EXPECT_FALSE(judges(1, nan));
    EXPECT_FALSE(judges(infinity, 0x1.8p127));
    EXPECT_FALSE(judges(0x1.fffffep127, 0x1.ffffff8p127)) << "where overflow begins";
    EXPECT_TRUE(judges(0, 0));
    EXPECT_FALSE(judges(0x1p-149, 0));
}

TEST(quick_decoding, gives_every_number_of_16_bits) {
    for (const dtype type : {dtype::float16, dtype::bfloat16}) {
        for (std::uint64_t bits = 0; bits < 65536; ++bits) {
            const auto expected = static_cast<double>(decode(type, bits));
            const double decoded = decode_quickly(type, bits);
            if (std::isnan(expected)) {
                EXPECT_TRUE(std::isnan(decoded)) << bits;
            } else {
                EXPECT_EQ(decoded, expected) << bits;
                EXPECT_EQ(std::signbit(decoded), std::signbit(expected)) << bits;
            }
        }
    }
}
