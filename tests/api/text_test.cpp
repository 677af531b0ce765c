// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <clocale>
#include <locale>

#include <softknee/catalogue.hpp>

#include "activations.hpp"
#include "refusal.hpp"

namespace softknee::test {
namespace {

/// The shortest text that reads back as the same double.
std::string text_of(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// Equal activations with parameters equal in every bit, the sign of 0 included.
void expect_same(const activation& got, const activation& expected) {
    EXPECT_EQ(got.index(), expected.index());
    const std::vector<double> got_values = parameter_values_of(got);
    const std::vector<double> expected_values = parameter_values_of(expected);
    ASSERT_EQ(got_values.size(), expected_values.size());
    for (std::size_t i = 0; i < got_values.size(); ++i) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(got_values[i]), std::bit_cast<std::uint64_t>(expected_values[i]))
            << "parameter " << i << ": " << got_values[i] << " and " << expected_values[i];
    }
}

class every_text : public testing::TestWithParam<activation_information> {};

/// The activations that have any.
class every_text_with_parameters : public testing::TestWithParam<activation_information> {
protected:
    static constexpr int draws = 200;
    std::mt19937_64 generator_{20240229};
};

TEST_P(every_text, names_the_default_activation) {
    expect_same(parse(GetParam().description.name), GetParam().default_activation);
    expect_same(parse(std::string(GetParam().description.name) + "()"), GetParam().default_activation);
    EXPECT_EQ(name_of(GetParam().default_activation), GetParam().description.name);
}

TEST_P(every_text, is_read_back_as_it_was_written_with_default_parameters) {
    expect_same(parse(format(GetParam().default_activation)), GetParam().default_activation);
}

TEST_P(every_text_with_parameters, is_read_back_as_it_was_written_with_any_valid_values) {
    for (int i = 0; i < draws; ++i) {
        const activation drawn = with_any_parameters(GetParam(), generator_);
        SCOPED_TRACE(format(drawn));
        expect_same(parse(format(drawn)), drawn);
        EXPECT_EQ(format(parse(format(drawn))), format(drawn));
    }
}

TEST_P(every_text_with_parameters, takes_them_by_position_by_name_in_any_order_and_mixed) {
    const auto& parameters = GetParam().parameters;
    for (int i = 0; i < draws; ++i) {
        const activation drawn = with_any_parameters(GetParam(), generator_);
        const std::vector<double> values = parameter_values_of(drawn);
        for (std::size_t positional = 0; positional <= values.size(); ++positional) {
            std::string arguments;
            const auto append = [&](const std::string& argument) {
                arguments += (arguments.empty() ? "" : ",") + argument;
            };
            for (std::size_t p = 0; p < positional; ++p) append(text_of(values[p]));
            for (std::size_t p = values.size(); p-- > positional;) {
                append(std::string(parameters[p].name) + "=" + text_of(values[p]));
            }
            const std::string text = std::string(GetParam().description.name) + "(" + arguments + ")";
            SCOPED_TRACE(text);
            expect_same(parse(text), drawn);
        }
    }
}

TEST_P(every_text_with_parameters, leaves_the_others_at_their_defaults) {
    const auto& parameters = GetParam().parameters;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        const double value = parameters[p].default_value;
        const std::string text = std::string(GetParam().description.name) + "(" + std::string(parameters[p].name) +
                                 "=" + text_of(value) + ")";
        SCOPED_TRACE(text);
        expect_same(parse(text), GetParam().default_activation);
    }
}

TEST_P(every_text, with_one_argument_too_many_is_refused) {
    const std::string name(GetParam().description.name);
    std::string text = name + "(";
    for (std::size_t p = 0; p < GetParam().parameters.size(); ++p) text += "1,";
    expect_refusal<parse_error>([&] { parse(text + "7)"); }, "parse", name, "7");
}

TEST_P(every_text, with_an_unknown_parameter_is_refused) {
    const std::string name(GetParam().description.name);
    expect_refusal<parse_error>([&] { parse(name + "(no_such_parameter=1)"); }, "parse", name, "no_such_parameter",
                                GetParam().parameters.empty() ? "no parameter" : GetParam().parameters[0].name);
}

TEST_P(every_text_with_parameters, with_one_of_them_twice_is_refused) {
    for (const parameter_information& p : GetParam().parameters) {
        const std::string argument = std::string(p.name) + "=1";
        const std::string text = std::string(GetParam().description.name) + "(" + argument + ", " + argument + ")";
        expect_refusal<parse_error>([&] { parse(text); }, "parse", "text", p.name, "once");
    }
}

TEST_P(every_text_with_parameters, with_a_value_that_is_not_a_number_names_the_parameter) {
    for (const parameter_information& p : GetParam().parameters) {
        for (const std::string value : {"x", "1.5x", "0x10", "1e", "--1", "++1", "1 2", "1e999", "-1e999", "."}) {
            SCOPED_TRACE(value);
            const std::string text =
                std::string(GetParam().description.name) + "(" + std::string(p.name) + "=" + value + ")";
            expect_refusal<parse_error>([&] { parse(text); }, "parse", p.name, value, "number");
        }
    }
}

TEST_P(every_text_with_parameters, with_a_value_that_is_not_finite_is_refused_by_its_range) {
    for (const parameter_information& p : GetParam().parameters) {
        for (const std::string value : {"inf", "-inf", "nan", "infinity", "NAN"}) {
            const std::string name(GetParam().description.name);
            const std::string text = name + "(" + std::string(p.name) + "=" + value + ")";
            SCOPED_TRACE(text);
            expect_refusal<parameter_error>([&] { parse(text); }, name, p.name, "", "finite");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(catalogue, every_text, testing::ValuesIn(catalogue()), catalogue_name);
INSTANTIATE_TEST_SUITE_P(catalogue, every_text_with_parameters, testing::ValuesIn(catalogue_with_parameters()),
                         catalogue_name);

TEST(text_test, the_canonical_text_has_every_parameter_by_name_in_its_shortest_form) {
    EXPECT_EQ(format(gelu{}), "gelu");
    EXPECT_EQ(format(elu{.alpha = 0.1}), "elu(alpha=0.1)");
    EXPECT_EQ(format(clip{.lo = -0.0, .hi = 1e300}), "clip(lo=-0, hi=1e+300)");
}

TEST(text_test, alternative_names_give_the_special_cases) {
    expect_same(parse("relu6"), clip{.lo = 0, .hi = 6});
    expect_same(parse("relu6()"), clip{.lo = 0, .hi = 6});
    expect_same(parse("hard_tanh"), clip{.lo = -1, .hi = 1});
    expect_same(parse(" thresholded_relu ( 0.5 ) "), threshold{.t = 0.5, .v = 0});
    expect_same(parse("thresholded_relu(t=-0.25)"), threshold{.t = -0.25, .v = 0});
}

TEST(text_test, alternative_names_take_no_other_arguments) {
    expect_refusal<parse_error>([] { parse("relu6(1)"); }, "parse", "relu6", "relu6(1)", "fewer");
    expect_refusal<parse_error>([] { parse("hard_tanh(hi=2)"); }, "parse", "hard_tanh", "hard_tanh(hi=2)", "fewer");
    expect_refusal<parse_error>([] { parse("thresholded_relu(1, 2)"); }, "parse", "thresholded_relu", "(1, 2)",
                                "fewer");
    EXPECT_THROW(parse("thresholded_relu(v=1)"), parse_error);
}

TEST(text_test, white_space_around_every_word_is_ignored) {
    expect_same(parse(" \t\n clip\t(\n lo = -2 ,\thi\n=\t3 )\n"), clip{.lo = -2, .hi = 3});
    expect_same(parse("relu( )"), relu{});
    expect_same(parse("clip(\n-2\t,  +3\n)"), clip{.lo = -2, .hi = 3});
}

TEST(text_test, white_space_inside_a_word_is_refused) {
    for (const std::string text : {"soft plus", "clip(l o=1)", "clip(- 1)", "clip(1 , 2 3)"}) {
        SCOPED_TRACE(text);
        EXPECT_THROW(parse(text), parse_error);
    }
}

TEST(text_test, an_unknown_name_is_refused_with_a_list_of_the_known_ones) {
    for (const std::string text : {"", " ", "()", "(1)", "=", "no_such_activation", "Relu", "relu7", "rel", "gelu)",
                                   "no_such_activation(alpha=1)"}) {
        SCOPED_TRACE('"' + text + '"');
        expect_refusal<parse_error>([&] { parse(text); }, "parse", "text", text, "relu6");
        for (const activation_information& known : catalogue()) {
            expect_refusal<parse_error>([&] { parse(text); }, "parse", "text", text, known.description.name);
        }
    }
}

TEST(text_test, a_name_may_not_end_at_a_zero_byte) {
    EXPECT_THROW(parse(std::string_view("relu\0", 5)), parse_error);
    EXPECT_THROW(parse(std::string_view("relu\0x", 6)), parse_error);
}

TEST(text_test, unbalanced_parentheses_are_refused) {
    for (const std::string text : {"clip(", "clip(0, 1", "clip(0, 1) x", "clip(0, 1", "("}) {
        SCOPED_TRACE(text);
        expect_refusal<parse_error>([&] { parse(text); }, "parse", "text", text, "closing parenthesis");
    }
    for (const std::string text : {"clip((0, 1)", "clip(0, 1))", "clip((0), 1)", "clip(0)(1)", "relu()()"}) {
        SCOPED_TRACE(text);
        EXPECT_THROW(parse(text), parse_error);
    }
}

TEST(text_test, missing_arguments_between_commas_are_refused) {
    expect_refusal<parse_error>([] { parse("clip(0, 1,)"); }, "parse", "text", "clip(0, 1,)", "after the last comma");
    expect_refusal<parse_error>([] { parse("clip(0, 1, )"); }, "parse", "text", "clip(0, 1, )", "after the last comma");
    for (const std::string text : {"clip(,)", "clip(,1)", "clip(0,,1)", "clip(lo=,hi=1)", "clip(=1)", "clip(lo=)"}) {
        SCOPED_TRACE(text);
        expect_refusal<parse_error>([&] { parse(text); }, "parse", "text", text, "name=value");
    }
}

TEST(text_test, a_positional_argument_after_a_named_one_is_refused) {
    expect_refusal<parse_error>([] { parse("clip(hi=6, 0)"); }, "parse", "text", "0", "positional");
    expect_refusal<parse_error>([] { parse("clip(lo=0, 6)"); }, "parse", "text", "6", "positional");
}

TEST(text_test, a_parameter_given_by_position_and_by_name_is_refused) {
    expect_refusal<parse_error>([] { parse("clip(0, lo=1)"); }, "parse", "text", "lo", "once");
}

TEST(text_test, a_number_with_two_equals_signs_is_refused) {
    expect_refusal<parse_error>([] { parse("elu(alpha==1)"); }, "parse", "alpha", "=1", "number");
}

TEST(text_test, a_number_with_two_signs_is_refused) {
    for (const std::string value : {"+-1", "-+1", "--1", "++1", "+", "-"}) {
        SCOPED_TRACE(value);
        expect_refusal<parse_error>([&] { parse("elu(" + value + ")"); }, "parse", "alpha", value, "number");
    }
}

TEST(text_test, parameters_that_contradict_each_other_are_refused) {
    expect_refusal<parameter_error>([] { parse("clip(1, 0)"); }, "clip", "parameters", "lo=1, hi=0", "lo");
    expect_same(parse("clip(1, 1)"), clip{.lo = 1, .hi = 1});
}

/// Sets the global C++ locale, and the C locale if a name is given, until the end of a scope.
class locale_guard {
public:
    explicit locale_guard(const std::locale& locale) : previous_(std::locale::global(locale)) {}
    locale_guard(const locale_guard&) = delete;
    locale_guard& operator=(const locale_guard&) = delete;
    ~locale_guard() {
        std::locale::global(previous_);
        std::setlocale(LC_ALL, "C");
    }

private:
    std::locale previous_;
};

class comma_for_point : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

void expect_the_texts_of_the_classic_locale() {
    expect_same(parse("clip(-0.5, 12345.25)"), clip{.lo = -0.5, .hi = 12345.25});
    EXPECT_EQ(format(clip{.lo = -0.5, .hi = 12345.25}), "clip(lo=-0.5, hi=12345.25)");
    expect_refusal<parameter_error>([] { validate(softplus{.beta = -0.5}); }, "softplus", "beta", "-0.5");
}

TEST(text_test, texts_do_not_depend_on_the_locale_of_the_streams) {
    const locale_guard guard(std::locale(std::locale::classic(), new comma_for_point));
    expect_the_texts_of_the_classic_locale();
}

TEST(text_test, texts_do_not_depend_on_the_locale_of_the_c_library) {
    const locale_guard guard(std::locale::classic());
    const char* found = nullptr;
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "de_DE", "fr_FR"}) {
        if (found == nullptr) found = std::setlocale(LC_ALL, name);
    }
    if (found == nullptr) GTEST_SKIP() << "this machine has no locale with a decimal comma";
    expect_the_texts_of_the_classic_locale();
}

}  // namespace
}  // namespace softknee::test
