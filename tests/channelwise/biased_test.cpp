// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <accuracy/parameters.hpp>
#include <accuracy/ulp.hpp>
#include <reference/reference.hpp>
#include <softknee/channelwise.hpp>
#include <softknee/pointwise.hpp>

#include "channel_case.hpp"
#include "channel_tensors.hpp"
#include "exact_sum.hpp"

/// Every pointwise activation behind a bias, with and without a residual, against the reference at the rounded sum.
namespace softknee::test {
namespace {

using softknee_accuracy::ulp_distance;

/// In ULP of the exact function of the rounded sum. The 16-bit forms are made for 16-bit arguments, and given more
/// digits they lose up to an eighth of a unit: see docs/accuracy.md.
double bound_of(dtype type) {
    switch (type) {
        case dtype::float16:
        case dtype::bfloat16:
            return 0.63;
        case dtype::float32:
            return 1;
        case dtype::float64:
            return 2;
    }
    return 0;
}

class Biased : public testing::TestWithParam<dtype> {
protected:
    /// Rounded as the library says that it adds: to the compute type.
    double sum(double a, double b) const {
        return GetParam() == dtype::float64 ? a + b
                                            : static_cast<double>(static_cast<float>(a) + static_cast<float>(b));
    }
};

/// Calls check(exact value) with what the reference says of the argument, in as many digits as the dtype takes.
template <class Check>
void with_exact(dtype type, double argument, const std::vector<double>& p, const softknee_reference::functions& of,
                bool derivative, const Check& check) {
    if (type == dtype::float64) {
        const softknee_reference::mpfr_number z(argument);
        check(derivative ? of.exact.derivative(z, p.data()) : of.exact.forward(z, p.data()));
    } else {
        const long double z = argument;
        check(derivative ? of.extended.derivative(z, p.data()) : of.extended.forward(z, p.data()));
    }
}

double to_double(long double a) {
    return static_cast<double>(a);
}
double to_double(const softknee_reference::mpfr_number& a) {
    return mpfr_get_d(a.get(), MPFR_RNDN);
}

constexpr std::int64_t channels = 61;
const channel_case shape{{19, channels}, {channels}, sharing::per_channel, 1};

TEST_P(Biased, ForwardIsTheFunctionOfTheRoundedSum) {
    for (const activation_information& information : catalogue()) {
        SCOPED_TRACE(information.description.name);
        const activation& function = information.default_activation;
        const auto* reference = softknee_reference::find(information.description.name);
        const std::vector<double> p = softknee_accuracy::rounded_parameters(function, GetParam());
        channel_tensors t(shape, {GetParam(), GetParam()}, 5);
        bit_patterns r = moderate_patterns(GetParam(), shape.count(), 6);
        for (const bool inside : {false, true}) {
            std::optional<residual> added;
            if (inside) added = added_inside(r.view(t.shape(), 0));
            forward(biased{function}, t.x.view(t.shape(), 0), t.parameter(), t.y.view(t.shape(), 0), stream_ref(),
                    added);
            for (std::int64_t i = 0; i < shape.count(); ++i) {
                double z = sum(t.x_of(i), t.slope_of(shape.parameter_of(i)));
                if (inside) z = sum(z, decode(GetParam(), r[i]));
                with_exact(GetParam(), z, p, *reference, false, [&](const auto& exact) {
                    EXPECT_LE(ulp_distance(GetParam(), t.y[i], exact), bound_of(GetParam())) << "at the sum " << z;
                });
            }
        }
    }
}

TEST_P(Biased, AResidualOutsideIsAddedToTheFunction) {
    channel_tensors t(shape, {GetParam(), GetParam()}, 7);
    bit_patterns r = moderate_patterns(GetParam(), shape.count(), 8);
    forward(biased{relu{}}, t.x.view(t.shape(), 0), t.parameter(), t.y.view(t.shape(), 0), stream_ref(),
            added_outside(r.view(t.shape(), 0)));
    for (std::int64_t i = 0; i < shape.count(); ++i) {
        const double z = sum(t.x_of(i), t.slope_of(shape.parameter_of(i)));
        const double expected = sum(z > 0 ? z : 0, decode(GetParam(), r[i]));
        ASSERT_EQ(t.y[i], encode(GetParam(), expected)) << "element " << i;
    }
}

TEST_P(Biased, GradientsAreThoseOfTheFunctionAtTheRoundedSum) {
    for (const activation_information& information : catalogue()) {
        SCOPED_TRACE(information.description.name);
        const activation& function = information.default_activation;
        const auto* reference = softknee_reference::find(information.description.name);
        const std::vector<double> p = softknee_accuracy::rounded_parameters(function, GetParam());
        channel_tensors t(shape, {GetParam(), GetParam()}, 9);
        bit_patterns r = moderate_patterns(GetParam(), shape.count(), 10);
        const const_tensor_view x = t.x.view(t.shape(), 0);
        // The terms themselves, which are not rounded to the dtype, from data of the compute type.
        workspace_memory space(workspace_bytes(biased{function}, x, t.parameter()));
        backward(biased{function}, from_input(x), t.parameter(), t.dy.view(t.shape(), 0),
                 {t.dx.view(t.shape(), 0), {t.gradient.view(tensor_shape(shape.parameter), 0)}}, space.view(),
                 stream_ref(), added_inside(r.view(t.shape(), 0)));
        std::vector<exact_sum> sums(channels);
        std::vector<double> rounding(channels, 0.0);
        for (std::int64_t i = 0; i < shape.count(); ++i) {
            const double z = sum(sum(t.x_of(i), t.slope_of(i % channels)), decode(GetParam(), r[i]));
            const double dy = decode(GetParam(), t.dy[i]);
            double term = 0;
            with_exact(GetParam(), z, p, *reference, true, [&]<class Number>(const Number& d) {
                const Number exact = Number(dy) * d;
                term = to_double(exact);
                // The derivative's own error, which dy may make larger in units of the product, and the product's.
                const double of_derivative = std::fabs(dy) * unit_of(GetParam(), to_double(d));
                const double derivative_bound = bound_of(GetParam()) * of_derivative / unit_of(GetParam(), term);
                EXPECT_LE(ulp_distance(GetParam(), t.dx[i], exact), derivative_bound + 0.51) << "at the sum " << z;
            });
            sums[static_cast<std::size_t>(i % channels)].add(term);
            // The 16-bit forms err by an eighth of a unit of their dtype at most, the others by 2.5 of theirs.
            const double units = size_of(GetParam()) == 2 ? 0.125 : 2.5;
            rounding[static_cast<std::size_t>(i % channels)] += units * unit_of(GetParam(), term);
        }
        for (std::int64_t k = 0; k < channels; ++k) {
            const double exact = sums[static_cast<std::size_t>(k)].nearest();
            const double got = decode(GetParam(), t.gradient[k]);
            ASSERT_LE(std::fabs(got - exact),
                      rounding[static_cast<std::size_t>(k)] + 0.5001 * unit_of(GetParam(), exact))
                << "channel " << k;
        }
    }
}

TEST_P(Biased, FromTheOutputTheGradientsAreThoseOfThePointwisePassAndItsSums) {
    for (const activation_information& information : catalogue()) {
        const activation& function = information.default_activation;
        if (!determines_derivative(function, saved_kind::output)) continue;
        SCOPED_TRACE(information.description.name);
        channel_tensors t(shape, {GetParam(), GetParam()}, 11);
        bit_patterns expected = t.dx;
        const const_tensor_view y = t.x.view(t.shape(), 0);
        backward(function, from_output(y), t.dy.view(t.shape(), 0), expected.view(t.shape(), 0));
        workspace_memory space(workspace_bytes(biased{function}, y, t.parameter()));
        backward(biased{function}, from_output(y), t.parameter(), t.dy.view(t.shape(), 0),
                 {t.dx.view(t.shape(), 0), {t.gradient.view(tensor_shape(shape.parameter), 0)}}, space.view());
        ASSERT_EQ(t.dx.difference_from(expected), "");
        for (std::int64_t k = 0; k < channels; ++k) {
            exact_sum sum;
            double rounding = 0;
            for (std::int64_t i = k; i < shape.count(); i += channels) {
                sum.add(decode(GetParam(), expected[i]));
                rounding += size_of(GetParam()) == 2 ? 0.5 * unit_of(GetParam(), decode(GetParam(), expected[i])) : 0;
            }
            const double got = decode(GetParam(), t.gradient[k]);
            ASSERT_LE(std::fabs(got - sum.nearest()), rounding + 0.5001 * unit_of(GetParam(), sum.nearest()));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EveryDtype, Biased, testing::ValuesIn(all_dtypes),
                         [](const auto& info) { return std::string(name_of(info.param)); });

}  // namespace
}  // namespace softknee::test
