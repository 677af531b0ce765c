// SPDX-License-Identifier: Apache-2.0
#include "reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <ostream>
#include <random>
#include <string>
#include <vector>

using softknee_reference::functions;
using softknee_reference::mpfr_number;

namespace softknee_reference {

/// How a failing case is printed.
static void PrintTo(const functions& tested, std::ostream* out) {
    *out << tested.name;
}

}  // namespace softknee_reference

namespace {

/// Valid for every activation; the first parameter is below the second, as clip requires.
constexpr std::array<std::array<double, 2>, 3> parameter_sets = {{{0.75, 1.25}, {1.0, 2.0}, {0.3125, 0.8125}}};

/// Away from every kink that an activation has with these parameters.
const std::vector<double> smooth_points = {-20.3, -7.9, -3.4, -2.9, -2.1, -1.9, -1.1, -0.9, -0.7,    -0.1, -0.01, 0.001,
                                           0.1,   0.7,  0.9,  1.1,  1.9,  2.1,  2.9,  3.4,  5.03125, 7.9,  20.3};

mpfr_number power_of_two(int exponent) {
    mpfr_number result = 1;
    mpfr_mul_2si(result.get(), result.get(), exponent, MPFR_RNDN);
    return result;
}

/// |a - b| <= relative |b| + absolute
::testing::AssertionResult close(const mpfr_number& a, const mpfr_number& b, int relative, int absolute) {
    if (abs(a - b) <= power_of_two(relative) * abs(b) + power_of_two(absolute)) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << static_cast<double>(a.to_long_double()) << " is not "
                                         << static_cast<double>(b.to_long_double());
}

class every_reference : public ::testing::TestWithParam<functions> {};
class reference_from_output : public ::testing::TestWithParam<functions> {};

/// The set, in the order for which y determines the derivative: v <= t (threshold), bias <= lambda (shrink).
std::array<double, 2> with_output(const functions& f, const std::array<double, 2>& set) {
    if (f.name == "threshold" || f.name == "shrink") return {set[1], set[0]};
    return set;
}

std::vector<functions> determined_by_output() {
    std::vector<functions> result;
    std::ranges::copy_if(softknee_reference::all(), std::back_inserter(result),
                         [](const functions& f) { return f.exact.derivative_from_output != nullptr; });
    return result;
}

std::string name_of(const ::testing::TestParamInfo<functions>& tested) {
    return std::string(tested.param.name);
}

}  // namespace

// h = 2^-100 leaves an error of h^2 f''' / 6, and 320 bits one of 2^-220 from the subtraction.
TEST_P(every_reference, derivative_is_the_limit_of_central_differences) {
    const functions& f = GetParam();
    for (const auto& parameters : parameter_sets) {
        for (double point : smooth_points) {
            const mpfr_number x = point;
            const mpfr_number h = power_of_two(-100);
            const mpfr_number difference =
                (f.exact.forward(x + h, parameters.data()) - f.exact.forward(x - h, parameters.data())) /
                (mpfr_number(2) * h);
            EXPECT_TRUE(close(f.exact.derivative(x, parameters.data()), difference, -150, -190)) << "at " << point;
        }
    }
}

TEST_P(reference_from_output, is_the_derivative_at_the_input) {
    const functions& f = GetParam();
    for (const auto& set : parameter_sets) {
        const auto parameters = with_output(f, set);
        for (double x : smooth_points) {
            const mpfr_number y = f.exact.forward(x, parameters.data());
            EXPECT_TRUE(close(f.exact.derivative_from_output(y, parameters.data()),
                              f.exact.derivative(x, parameters.data()), -180, -290))
                << "at " << x;
        }
    }
}

// The bulk of an accuracy sweep is judged by the 80-bit functions: their error must be far below an ULP of float32.
TEST_P(every_reference, extended_precision_agrees_with_mpfr_for_float_inputs) {
    const functions& f = GetParam();
    std::mt19937_64 random(20240607);
    std::uniform_real_distribution<float> exponent(-40, 7);
    std::vector<float> inputs(smooth_points.begin(), smooth_points.end());
    for (int i = 0; i < 2000; ++i) {
        const float magnitude = std::exp2(exponent(random));
        inputs.push_back(random() % 2 == 0 ? magnitude : -magnitude);
    }
    for (const auto& parameters : parameter_sets) {
        for (float x : inputs) {
            const mpfr_number y = f.exact.forward(x, parameters.data());
            EXPECT_TRUE(close(f.extended.forward(x, parameters.data()), y, -52, -1070)) << f.name << " at " << x;
            EXPECT_TRUE(close(f.extended.derivative(x, parameters.data()), f.exact.derivative(x, parameters.data()),
                              -48, -1070))
                << "derivative at " << x;
            if (f.exact.derivative_from_output == nullptr) continue;
            // A y next to the end of the range cancels against a constant that no type holds (selu).
            const float stored = static_cast<float>(y.to_long_double());
            EXPECT_TRUE(close(f.extended.derivative_from_output(stored, parameters.data()),
                              f.exact.derivative_from_output(stored, parameters.data()), -36, -1070))
                << "derivative from output " << stored;
        }
    }
}

TEST_P(reference_from_output, output_beyond_the_range_is_taken_as_its_end) {
    const functions& f = GetParam();
    const auto parameters = with_output(f, parameter_sets[0]);
    const double far = 0x1p1000;
    for (double sign : {-1.0, 1.0}) {
        const mpfr_number end = f.exact.forward(sign * far, parameters.data());
        const bool bounded = abs(end) < mpfr_number(16);
        if (!bounded) continue;
        const mpfr_number at_end = f.exact.derivative_from_output(end, parameters.data());
        const mpfr_number beyond = f.exact.derivative_from_output(end + mpfr_number(sign), parameters.data());
        EXPECT_TRUE(close(beyond, at_end, -300, -300));
    }
}

TEST_P(every_reference, is_found_by_its_name) {
    const functions* found = softknee_reference::find(GetParam().name);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->name, GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(reference, every_reference,
                         ::testing::ValuesIn(softknee_reference::all().begin(), softknee_reference::all().end()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(reference, reference_from_output, ::testing::ValuesIn(determined_by_output()), name_of);

TEST(mpfr_number, precision_is_that_of_the_innermost_scope) {
    const mpfr_number tiny = power_of_two(-1000);
    const mpfr_number one = 1;
    EXPECT_TRUE(one + tiny == one);
    {
        const mpfr_number::precision_scope scope(1100);
        EXPECT_FALSE(one + tiny == one);
    }
    EXPECT_TRUE(one + tiny == one);
}

TEST(mpfr_number, decimals_are_not_those_of_double) {
    EXPECT_FALSE(mpfr_number("1.702") == mpfr_number(1.702));
    EXPECT_TRUE(close(mpfr_number("1.702"), mpfr_number(1702) / mpfr_number(1000), -318, -1074));
}

TEST(mpfr_number, continued_fraction_of_erfc_agrees_with_mpfr) {
    for (const double z : {5.01, 5.5, 6.0, 8.25, 13.7, 27.0, 31.9, 40.0, 199.0}) {
        const mpfr_number argument = z;
        mpfr_number expected;
        mpfr_erfc(expected.get(), argument.get(), MPFR_RNDN);
        EXPECT_TRUE(close(erfc(argument), expected, -302, -1000000)) << z;
    }
}

TEST(reference, unknown_name_is_not_found) {
    EXPECT_EQ(softknee_reference::find("no_such_activation"), nullptr);
}
