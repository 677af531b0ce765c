// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <reference/mpfr_number.hpp>
#include <softknee/channelwise.hpp>

#include "channel_tensors.hpp"

/// snake at every size of its phase against MPFR, which reduces it without loss.
namespace softknee::test {
namespace {

using softknee_reference::mpfr_number;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct point {
    double x, a;
};

/// y, dx and da where dy = 1; every point is a channel.
struct results {
    bit_patterns y, dx, da;
};

results snake_at(dtype type, const std::vector<point>& points) {
    const auto count = static_cast<std::int64_t>(points.size());
    const tensor_shape shape(std::array<std::int64_t, 2>{1, count});
    bit_patterns x(type, count);
    bit_patterns a(type, count);
    bit_patterns dy(type, count);
    results result{bit_patterns(type, count), bit_patterns(type, count), bit_patterns(type, count)};
    for (std::int64_t i = 0; i < count; ++i) {
        x.set(i, encode(type, points[static_cast<std::size_t>(i)].x));
        a.set(i, encode(type, points[static_cast<std::size_t>(i)].a));
        dy.set(i, encode(type, 1.0));
    }
    const std::vector<parameter_view> parameters{per_channel(a.view(), 1)};
    const learnable activation = snake{};
    workspace_memory space(workspace_bytes(activation, x.view(shape, 0), parameters));
    forward(activation, x.view(shape, 0), parameters, result.y.view(shape, 0));
    backward(activation, from_input(x.view(shape, 0)), parameters, dy.view(shape, 0),
             {result.dx.view(shape, 0), {result.da.view()}}, space.view());
    return result;
}

double distance(double value, const mpfr_number& exact) {
    return std::abs(static_cast<double>((mpfr_number(value) - exact).to_long_double()));
}
double rounded(const mpfr_number& a) {
    return static_cast<double>(a.to_long_double());
}

class Snake : public testing::TestWithParam<dtype> {
protected:
    dtype type() const { return GetParam(); }
    int digits() const { return type() == dtype::float64 ? 52 : 23; }
    double in_dtype(double value) const { return decode(type(), encode(type(), value)); }

    /// Random points with a phase in the binade above 2^exponent, each fifth beside a multiple of an eighth turn.
    std::vector<point> points(int exponent, int count) {
        std::mt19937_64 random(static_cast<std::uint64_t>(exponent + 100));
        std::uniform_real_distribution<double> within(0, 1);
        std::vector<point> result;
        for (int i = 0; i < count; ++i) {
            double phase = std::exp2(exponent + within(random));
            if (i % 5 == 0) phase = std::max(1.0, std::round(phase / (M_PI / 4))) * (M_PI / 4);
            const double a = in_dtype(std::exp2(12 * within(random) - 6) * (i % 2 == 0 ? 1 : -1));
            result.push_back({in_dtype(phase / a * (i % 3 == 0 ? 1 : -1)), a});
        }
        return result;
    }
};

TEST_P(Snake, KeepsItsDigitsAtEveryPhase) {
    const double phase_error = std::ldexp(1.0, -2 * digits() + (digits() == 52 ? 0 : 1));
    for (int exponent = -digits(); exponent < digits() - 1; ++exponent) {
        const std::vector<point> at = points(exponent, 400);
        const results got = snake_at(type(), at);
        for (std::size_t i = 0; i < at.size(); ++i) {
            const auto [x, a] = at[i];
            SCOPED_TRACE(testing::Message() << "x = " << x << ", a = " << a);
            const auto k = static_cast<std::int64_t>(i);
            const mpfr_number t = mpfr_number(x) * mpfr_number(a);
            const mpfr_number q = sin(t) / mpfr_number(a);
            const double off = std::abs(rounded(t)) * phase_error;

            const mpfr_number y = mpfr_number(x) + q * sin(t);
            EXPECT_LE(distance(decode(type(), got.y[k]), y), unit_of(type(), rounded(y)));

            const mpfr_number derivative = mpfr_number(1) + sin(t + t);
            const double slope = 2 * std::abs(rounded(cos(t + t)));
            EXPECT_LE(distance(decode(type(), got.dx[k]), derivative),
                      unit_of(type(), rounded(derivative)) + slope * off + 2 * off * off);

            const mpfr_number first = mpfr_number(2) * mpfr_number(x) * cos(t) * q;
            const mpfr_number second = q * q;
            const double larger = std::max(std::abs(rounded(first)), rounded(second));
            EXPECT_LE(distance(decode(type(), got.da[k]), first - second),
                      6 * unit_of(type(), larger) + 4 * std::abs(x / a) * off);
        }
    }
}

TEST_P(Snake, IsXWhereThePhaseIsNotResolved) {
    for (const int exponent : {digits() + 1, digits() + 10, digits() + 70}) {
        const std::vector<point> at = points(exponent, 100);
        const results got = snake_at(type(), at);
        for (std::size_t i = 0; i < at.size(); ++i) {
            const auto k = static_cast<std::int64_t>(i);
            EXPECT_EQ(decode(type(), got.y[k]), at[i].x);
            EXPECT_EQ(decode(type(), got.dx[k]), 1.0);
            EXPECT_EQ(decode(type(), got.da[k]), 0.0);
        }
    }
}

TEST_P(Snake, HasItsLimitsAtTheEndsOfTheRange) {
    const double largest = std::ldexp(1.5, type() == dtype::float64 ? 1023 : 127);
    const double subnormal = std::ldexp(5.0, type() == dtype::float64 ? -1074 : -149);
    const std::vector<point> at{{1.5, 0},       {-1.5, 0},       {1.5, subnormal},   {infinite, 1},
                                {-infinite, 1}, {1.5, infinite}, {0, infinite},      {nan, 1},
                                {1.5, nan},     {0, 1},          {largest, largest}, {-largest, largest}};
    const std::vector<point> of_y_and_dx{{1.5, 1},   {-1.5, 1},  {1.5, 1},   {nan, nan}, {nan, nan},   {nan, nan},
                                         {nan, nan}, {nan, nan}, {nan, nan}, {0, 1},     {largest, 1}, {-largest, 1}};
    const std::vector<double> of_da{2.25, 2.25, 2.25, nan, nan, nan, nan, nan, nan, 0, 0, 0};
    const results got = snake_at(type(), at);
    const auto same = [](double value, double expected) {
        return std::isnan(expected) ? std::isnan(value) : value == expected;
    };
    for (std::size_t i = 0; i < at.size(); ++i) {
        SCOPED_TRACE(testing::Message() << "x = " << at[i].x << ", a = " << at[i].a);
        const auto k = static_cast<std::int64_t>(i);
        EXPECT_PRED2(same, decode(type(), got.y[k]), of_y_and_dx[i].x);
        EXPECT_PRED2(same, decode(type(), got.dx[k]), of_y_and_dx[i].a);
        EXPECT_PRED2(same, decode(type(), got.da[k]), of_da[i]);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryComputeType, Snake, testing::Values(dtype::float32, dtype::float64),
                         [](const auto& info) { return std::string(name_of(info.param)); });

}  // namespace
}  // namespace softknee::test
