// SPDX-License-Identifier: Apache-2.0
#include "golden.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>

#include <reference/reference.hpp>
#include <softknee/softknee.hpp>

#include "parameters.hpp"

using softknee_accuracy::golden_point;
using softknee_accuracy::golden_value;
using softknee_reference::mpfr_number;

namespace {

class golden : public ::testing::TestWithParam<std::string> {};

std::vector<std::string> reference_names() {
    std::vector<std::string> names;
    for (const auto& functions : softknee_reference::all()) names.emplace_back(functions.name);
    return names;
}

/// |found - expected| <= unit + 2^exponent (1 + |expected|)
::testing::AssertionResult agrees(const mpfr_number& found, const golden_value& expected, int exponent) {
    const mpfr_number slack = mpfr_number(std::ldexp(1.0, exponent)) * (mpfr_number(1) + abs(expected.value));
    if (abs(found - expected.value) <= expected.unit + slack) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << static_cast<double>(found.to_long_double()) << " instead of "
                                         << static_cast<double>(expected.value.to_long_double());
}

/// Parameters reach the reference as doubles, so the published ones are themselves rounded.
int slack_exponent(const golden_point& point) {
    return point.parameters.empty() ? -250 : -51;
}

softknee::activation with_parameters(const std::string& name, const golden_point& point) {
    softknee::activation activation = softknee::parse(name);
    std::visit(
        [&]<class Activation>(Activation& concrete) {
            if constexpr (softknee::parameter_count < Activation >> 0) {
                std::size_t i = 0;
                for (const auto& p : Activation::parameters()) concrete.*p.member = point.parameters.at(i++);
            }
        },
        activation);
    return activation;
}

}  // namespace

TEST_P(golden, reference_passes_through_the_published_points) {
    const auto* functions = softknee_reference::find(GetParam());
    const auto points = softknee_accuracy::golden_points(GetParam());
    ASSERT_GE(points.size(), 3u);
    for (const golden_point& point : points) {
        ASSERT_EQ(static_cast<int>(point.parameters.size()), functions->parameters);
        const double* p = point.parameters.data();
        const long double x = point.x.to_long_double();
        SCOPED_TRACE(point.source + ", x = " + std::to_string(x));
        if (point.y) {
            EXPECT_TRUE(agrees(functions->exact.forward(point.x, p), *point.y, slack_exponent(point)));
            EXPECT_TRUE(agrees(functions->extended.forward(x, p), *point.y, -51));
        }
        if (point.derivative) {
            EXPECT_TRUE(agrees(functions->exact.derivative(point.x, p), *point.derivative, slack_exponent(point)));
            EXPECT_TRUE(agrees(functions->extended.derivative(x, p), *point.derivative, -51));
        }
    }
}

TEST_P(golden, softknee_passes_through_the_published_points) {
    for (const golden_point& point : softknee_accuracy::golden_points(GetParam())) {
        const softknee::activation activation = with_parameters(GetParam(), point);
        const std::array<double, 1> x = {mpfr_get_d(point.x.get(), MPFR_RNDN)};
        const std::array<double, 1> dy = {1};
        std::array<double, 1> result;
        SCOPED_TRACE(point.source + ", x = " + std::to_string(x[0]));
        if (point.y) {
            softknee::forward(activation, x, result);
            EXPECT_TRUE(agrees(result[0], *point.y, -50));
        }
        if (point.derivative) {
            softknee::backward(activation, softknee::from_input(x), dy, result);
            EXPECT_TRUE(agrees(result[0], *point.derivative, -50));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(published, golden, ::testing::ValuesIn(reference_names()),
                         [](const auto& tested) { return tested.param; });

TEST(golden_points, exist_for_every_activation_of_the_catalogue_and_for_no_other) {
    std::set<std::string> catalogue;
    for (const auto& information : softknee::catalogue()) catalogue.emplace(information.description.name);
    const auto names = reference_names();
    EXPECT_EQ(catalogue, std::set<std::string>(names.begin(), names.end()));
}
