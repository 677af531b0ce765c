// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <device/bit_patterns.hpp>
#include <softknee/pointwise.hpp>

#include "activations.hpp"
#include "pointwise_pass.hpp"
#include "refusal.hpp"
#include "rounded_parameters.hpp"

namespace softknee::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest_double = std::numeric_limits<double>::max();

std::vector<double> values_outside(parameter_range range) {
    std::vector<double> values{not_a_number, -not_a_number, infinity, -infinity};
    switch (range) {
        case parameter_range::any:
            break;
        case parameter_range::positive:
            values.insert(values.end(), {0.0, -0.0, -smallest, -1.0, -largest_double});
            break;
        case parameter_range::not_negative:
            values.insert(values.end(), {-smallest, -1.0, -largest_double});
            break;
        case parameter_range::not_zero:
            values.insert(values.end(), {0.0, -0.0});
            break;
    }
    return values;
}

/// Inside every range that contains 1 and the values' own signs; the neighbours of 0 and of infinity, in double and in
/// float.
std::vector<double> values_at_edges() {
    std::vector<double> values;
    for (const double magnitude :
         {0.0, smallest, 1e-300, 1e-46, 1e-45, 1.0, 65519.0, 65520.0, 3.4028235e38, 3.5e38, 1e300, largest_double}) {
        values.push_back(magnitude);
        values.push_back(-magnitude);
    }
    return values;
}

class every_parameter : public testing::TestWithParam<activation_information> {
protected:
    /// Calls check(activation, parameter name) with each parameter set to each value outside its range.
    template <class Check>
    static void for_each_bad_activation(Check&& check) {
        const auto& parameters = GetParam().parameters;
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            for (const double value : values_outside(parameters[p].range)) {
                SCOPED_TRACE(std::string(parameters[p].name) + " = " + std::to_string(value));
                check(with_parameter(GetParam().default_activation, p, value), parameters[p].name);
            }
        }
    }

    /// Calls check(activation, dtype, pass) with each parameter in turn set to each value that it may have.
    template <class Check>
    static void for_each_edge(Check&& check) {
        for (std::size_t p = 0; p < GetParam().parameters.size(); ++p) {
            for (const double value : values_at_edges()) {
                const activation edge = with_parameter(GetParam().default_activation, p, value);
                if (!is_valid(edge)) continue;
                for (const dtype type : all_dtypes) {
                    for (const pass direction : passes_of(edge)) check(edge, type, direction);
                }
            }
        }
    }

    static void expect_no_nan(const activation& activation, dtype type, pass direction) {
        const double inputs[] = {0.0, -0.0, 1.0, -1.0, 0x1p-24, -0x1p-24, 0.5, -0.5, 6.0, -6.0, 60000.0, -60000.0};
        bit_patterns x(type, std::size(inputs));
        bit_patterns dy(type, x.count());
        bit_patterns out(type, x.count());
        for (std::int64_t i = 0; i < x.count(); ++i) {
            x.set(i, encode(type, inputs[i]));
            dy.set(i, encode(type, 1));
        }
        run_pass(activation, direction, x.view(), dy.view(), out.view());
        for (std::int64_t i = 0; i < x.count(); ++i) {
            EXPECT_FALSE(bit_format(type).is_nan(out[i]))
                << format(activation) << ", " << name_of(type) << ", " << name_of(direction) << " at " << inputs[i];
        }
    }

    static std::string_view name() { return GetParam().description.name; }

    std::vector<float> x_{-1, 0, 1};
    std::vector<float> dy_{1, 2, 3};
    std::vector<float> out_{7, 8, 9};
};

TEST_P(every_parameter, outside_its_range_is_refused_by_name) {
    for_each_bad_activation([&](const activation& bad, std::string_view parameter) {
        const unchanged output(out_);
        const auto refused = [&](auto&& call) {
            expect_refusal<parameter_error>(call, name(), parameter, "", "finite number");
        };
        refused([&] { validate(bad); });
        refused([&] { forward(bad, x_, out_); });
        refused([&] { forward(bad, x_, out_, host_execution{.threads = 1}); });
        refused([&] { backward(bad, from_input(x_), dy_, out_); });
        refused([&] { backward(bad, from_input(x_), dy_, out_, host_execution{.threads = 1}); });
    });
}

TEST_P(every_parameter, outside_its_range_is_refused_by_name_before_the_saved_tensor_is_judged) {
    for_each_bad_activation([&](const activation& bad, std::string_view parameter) {
        for (const saved_kind kind : GetParam().saved) {
            const unchanged output(out_);
            expect_refusal<parameter_error>([&] { backward(bad, saved_from(kind, x_), dy_, out_); }, name(), parameter,
                                            "", "finite number");
        }
    });
}

TEST_P(every_parameter, outside_its_range_is_refused_for_tensors_without_elements) {
    std::vector<float> nothing;
    for_each_bad_activation([&](const activation& bad, std::string_view parameter) {
        expect_refusal<parameter_error>([&] { forward(bad, nothing, nothing); }, name(), parameter);
        expect_refusal<parameter_error>([&] { backward(bad, from_input(nothing), nothing, nothing); }, name(),
                                        parameter);
    });
}

TEST_P(every_parameter, at_the_edges_of_its_range_is_accepted) {
    const auto& parameters = GetParam().parameters;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        std::vector<double> inside;
        switch (parameters[p].range) {
            case parameter_range::any:
                inside = {-largest_double, -smallest, -0.0, 0.0, smallest, largest_double};
                break;
            case parameter_range::positive:
                inside = {smallest, largest_double};
                break;
            case parameter_range::not_negative:
                inside = {-0.0, 0.0, smallest, largest_double};
                break;
            case parameter_range::not_zero:
                inside = {-largest_double, -smallest, smallest, largest_double};
                break;
        }
        for (const double value : inside) {
            const activation edge = with_parameter(GetParam().default_activation, p, value);
            // Two parameters of one activation may contradict each other at an edge of one; that names no parameter.
            try {
                validate(edge);
            } catch (const parameter_error& refused) {
                EXPECT_EQ(refused.argument(), "parameters") << refused.what();
            }
        }
    }
}

TEST_P(every_parameter, at_an_edge_of_its_range_gives_no_nan_for_finite_inputs) {
    for_each_edge([](const activation& edge, dtype type, pass direction) {
        if (is_valid(rounded(edge, type))) expect_no_nan(edge, type, direction);
    });
}

/// A double that is valid may round to 0 or to infinity in float, or in the dtype.
TEST_P(every_parameter, that_rounds_to_an_invalid_one_is_refused_or_gives_no_nan_for_finite_inputs) {
    for_each_edge([](const activation& edge, dtype type, pass direction) {
        if (is_valid(rounded(edge, type))) return;
        try {
            expect_no_nan(edge, type, direction);
        } catch (const parameter_error& refused) {
            EXPECT_EQ(refused.function(), name_of(edge));
        }
    });
}

INSTANTIATE_TEST_SUITE_P(catalogue, every_parameter, testing::ValuesIn(catalogue_with_parameters()), catalogue_name);

TEST(parameter_test, bounds_of_clip_that_cross_are_refused_by_every_route) {
    std::vector<float> x{-1, 0, 1};
    std::vector<float> out{7, 8, 9};
    const unchanged output(out);
    for (const clip& crossed : {clip{.lo = 1, .hi = -1}, clip{.lo = smallest, .hi = 0},
                                clip{.lo = 1, .hi = 1 - 0x1p-53}, clip{.lo = largest_double, .hi = -largest_double}}) {
        const auto refused = [&](auto&& call) {
            expect_refusal<parameter_error>(call, "clip", "parameters", "clip(lo=", "lo");
        };
        refused([&] { validate(crossed); });
        refused([&] { forward(crossed, x, out); });
        refused([&] { backward(crossed, from_input(x), x, out); });
        refused([&] { backward(crossed, from_output(x), x, out); });
    }
}

TEST(parameter_test, equal_bounds_of_clip_give_a_constant) {
    const std::vector<float> x{-1, 0.25f, 1};
    std::vector<float> y(3);
    forward(clip{.lo = 0.25, .hi = 0.25}, x, y);
    EXPECT_EQ(y, (std::vector<float>{0.25f, 0.25f, 0.25f}));
}

}  // namespace
}  // namespace softknee::test
