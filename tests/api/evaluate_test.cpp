// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <softknee/evaluate.hpp>

#include "activations.hpp"
#include "pointwise_pass.hpp"
#include "rounded_parameters.hpp"

namespace softknee::test {
namespace {

template <class Storage>
using compute_type = std::conditional_t<std::is_same_v<Storage, double>, double, float>;

/// The parameters as a caller of the single-element functions has to round them.
template <class Storage>
parameter_values<compute_type<Storage>> rounded_parameters(const activation& activation) {
    parameter_values<compute_type<Storage>> result{};
    std::size_t i = 0;
    for (const double value : parameter_values_of(rounded(activation, dtype_of<Storage>::value))) {
        result.value[i++] = static_cast<compute_type<Storage>>(value);
    }
    return result;
}

/// One element by the functions of evaluate.hpp, as a user's own loop would have it.
template <class Activation, pass Direction, class Storage>
bit_patterns evaluate_one_by_one(const Activation& activation, const bit_patterns& input, const bit_patterns& dy) {
    using scalar = compute_type<Storage>;
    using value = math::real<scalar, Storage>;
    constexpr dtype type = dtype_of<Storage>::value;
    const auto parameters = rounded_parameters<Storage>(activation);
    bit_patterns output(type, input.count());
    for (std::int64_t i = 0; i < input.count(); ++i) {
        const value a = value::of(static_cast<scalar>(decode(type, input[i])));
        const value b = value::of(static_cast<scalar>(decode(type, dy[i])));
        scalar result;
        if constexpr (Direction == pass::forward) {
            result = evaluate_forward<Activation>(a, parameters).value;
        } else {
            result = evaluate_backward<Activation, Direction>(a, b, parameters).value;
        }
        output.set(i, encode(type, result));
    }
    return output;
}

template <pass Direction, class Storage, class Activation>
void expect_same_as_the_library(const Activation& activation) {
    constexpr dtype type = dtype_of<Storage>::value;
    bit_patterns input = random_patterns(type, 4099, 14);
    bit_patterns dy = random_patterns(type, input.count(), 15);
    bit_patterns expected(type, input.count());
    run_pass(activation, Direction, input.view(), dy.view(), expected.view());
    const bit_patterns got = evaluate_one_by_one<Activation, Direction, Storage>(activation, input, dy);
    EXPECT_EQ(got.difference_from(expected), "")
        << format(activation) << ", " << name_of(Direction) << ", " << name_of(type);
}

template <pass Direction, class Activation>
void expect_same_as_the_library_for_every_dtype(const Activation& activation) {
    expect_same_as_the_library<Direction, float16>(activation);
    expect_same_as_the_library<Direction, bfloat16>(activation);
    expect_same_as_the_library<Direction, float>(activation);
    expect_same_as_the_library<Direction, double>(activation);
}

class every_single_element : public testing::TestWithParam<activation_information> {
protected:
    static void compare(const activation& any) {
        std::visit(
            [&]<class Activation>(const Activation& concrete) {
                expect_same_as_the_library_for_every_dtype<pass::forward>(concrete);
                expect_same_as_the_library_for_every_dtype<pass::backward_from_input>(concrete);
                if constexpr (has_derivative_from_output<Activation>) {
                    if (determines_derivative(any, saved_kind::output)) {
                        expect_same_as_the_library_for_every_dtype<pass::backward_from_output>(concrete);
                    }
                }
            },
            any);
    }
};

TEST_P(every_single_element, has_the_bits_of_the_library_with_default_parameters) {
    compare(GetParam().default_activation);
}

class every_single_element_of_other_parameters : public every_single_element {};

TEST_P(every_single_element_of_other_parameters, has_the_bits_of_the_library) {
    std::mt19937_64 generator(20240304);
    for (int i = 0; i < 3; ++i) compare(with_moderate_parameters(GetParam(), generator));
}

TEST_P(every_single_element, has_a_backward_pass_from_the_output_where_the_catalogue_says_so) {
    std::visit(
        [&]<class Activation>(const Activation& concrete) {
            if (determines_derivative(concrete, saved_kind::output)) {
                EXPECT_TRUE(has_derivative_from_output<Activation>);
            }
        },
        GetParam().default_activation);
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
