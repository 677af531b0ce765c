// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <softknee/evaluate.hpp>

#include "activations.hpp"
#include "pointwise_pass.hpp"
#include "rounded_parameters.hpp"

namespace softknee::test {
namespace {

/// y of x, or dx of the saved tensor and dy, in double, which holds every value of every dtype.
using single_element = double (*)(double, double, const std::vector<double>& parameters);

/// The functions of evaluate.hpp as a user's own loop would call them. Nothing else is a template here: there are more
/// than 300 of these.
template <class Activation, pass Direction, class Storage>
double evaluate_one(double input, double dy, const std::vector<double>& parameters) {
    using scalar = std::conditional_t<std::is_same_v<Storage, double>, double, float>;
    using value = math::real<scalar, Storage>;
    parameter_values<scalar> values{};
    for (std::size_t i = 0; i < parameters.size(); ++i) values.value[i] = static_cast<scalar>(parameters[i]);
    const value a = value::of(static_cast<scalar>(input));
    if constexpr (Direction == pass::forward) {
        return evaluate_forward<Activation>(a, values).value;
    } else {
        return evaluate_backward<Activation, Direction>(a, value::of(static_cast<scalar>(dy)), values).value;
    }
}

template <class Activation, pass Direction>
single_element find_for_dtype(dtype type) {
    switch (type) {
        case dtype::float16:
            return evaluate_one<Activation, Direction, float16>;
        case dtype::bfloat16:
            return evaluate_one<Activation, Direction, bfloat16>;
        case dtype::float32:
            return evaluate_one<Activation, Direction, float>;
        case dtype::float64:
            return evaluate_one<Activation, Direction, double>;
    }
    return nullptr;
}

single_element find_single_element(const activation& activation, pass direction, dtype type) {
    return std::visit(
        [&]<class A>(const A&) -> single_element {
            if (direction == pass::forward) return find_for_dtype<A, pass::forward>(type);
            if (direction == pass::backward_from_input) return find_for_dtype<A, pass::backward_from_input>(type);
            if constexpr (has_derivative_from_output<A>) return find_for_dtype<A, pass::backward_from_output>(type);
            return nullptr;
        },
        activation);
}

void expect_same_as_the_library(const activation& activation) {
    for (const pass direction : passes_of(activation)) {
        for (const dtype type : all_dtypes) {
            const single_element evaluate = find_single_element(activation, direction, type);
            ASSERT_NE(evaluate, nullptr) << format(activation) << ", " << name_of(direction);
            // As a caller of the single-element functions has to round them.
            const std::vector<double> parameters = parameter_values_of(rounded(activation, type));
            bit_patterns input = random_patterns(type, 4099, 14);
            bit_patterns dy = random_patterns(type, input.count(), 15);
            bit_patterns expected(type, input.count());
            bit_patterns got(type, input.count());
            run_pass(activation, direction, input.view(), dy.view(), expected.view());
            for (std::int64_t i = 0; i < input.count(); ++i) {
                got.set(i, encode(type, evaluate(decode(type, input[i]), decode(type, dy[i]), parameters)));
            }
            EXPECT_EQ(got.difference_from(expected), "")
                << format(activation) << ", " << name_of(direction) << ", " << name_of(type);
        }
    }
}

class every_single_element : public testing::TestWithParam<activation_information> {};

TEST_P(every_single_element, has_the_bits_of_the_library_with_default_parameters) {
    expect_same_as_the_library(GetParam().default_activation);
}

class every_single_element_of_other_parameters : public every_single_element {};

TEST_P(every_single_element_of_other_parameters, has_the_bits_of_the_library) {
    std::mt19937_64 generator(20240304);
    for (int i = 0; i < 3; ++i) expect_same_as_the_library(with_moderate_parameters(GetParam(), generator));
}

INSTANTIATE_TEST_SUITE_P(catalogue, every_single_element, testing::ValuesIn(catalogue()), catalogue_name);
INSTANTIATE_TEST_SUITE_P(catalogue, every_single_element_of_other_parameters,
                         testing::ValuesIn(catalogue_with_parameters()), catalogue_name);

TEST(storage_conversion_test, every_16_bit_pattern_is_decoded_and_encoded_to_itself) {
    for (const dtype type : {dtype::float16, dtype::bfloat16}) {
        for (std::uint64_t bits = 0; bits < 65536; ++bits) {
            if (bit_format(type).is_nan(bits)) {
                EXPECT_TRUE(bit_format(type).is_nan(encode(type, decode(type, bits))));
            } else {
                ASSERT_EQ(encode(type, decode(type, bits)), bits) << name_of(type);
            }
        }
    }
}

TEST(storage_conversion_test, floats_are_encoded_as_the_machine_does) {
    const bit_patterns doubles = random_patterns(dtype::float64, 10000, 16);
    for (std::int64_t i = 0; i < doubles.count(); ++i) {
        const double value = std::ldexp(decode(dtype::float64, doubles[i]), -140 * (static_cast<int>(i) % 2));
        if (std::isnan(value)) continue;
        EXPECT_EQ(encode(dtype::float32, value), std::bit_cast<std::uint32_t>(static_cast<float>(value))) << value;
    }
}

TEST(storage_conversion_test, ties_go_to_even_and_overflow_to_infinity) {
    EXPECT_EQ(encode(dtype::float16, 1 + 0x1p-11), 0x3c00u);
    EXPECT_EQ(encode(dtype::float16, 1 + 0x3p-11), 0x3c02u);
    EXPECT_EQ(encode(dtype::float16, 65519.0), 0x7bffu);
    EXPECT_EQ(encode(dtype::float16, 65520.0), 0x7c00u);
    EXPECT_EQ(encode(dtype::float16, -0x1p-25), 0x8000u);
    EXPECT_EQ(encode(dtype::float16, 0x1.8p-24), 0x0002u);
    EXPECT_EQ(encode(dtype::bfloat16, 0x1.ffp127), 0x7f80u);
}

}  // namespace
}  // namespace softknee::test
