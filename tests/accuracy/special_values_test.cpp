// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <reference/reference.hpp>
#include <softknee/softknee.hpp>

#include "parameters.hpp"
#include "ulp.hpp"

/// The rules that hold for every activation at NaN, infinities, signed zeros and kinks.
namespace {

using softknee::activation;
using softknee::dtype;
using softknee::pass;
using softknee_accuracy::format_of;
using softknee_accuracy::number_format;
using softknee_accuracy::round_to;
using softknee_reference::mpfr_number;

constexpr dtype types[] = {dtype::float16, dtype::bfloat16, dtype::float32, dtype::float64};

/// At a NaN these pass their input on: dx = dy times the slope where they do. All others give NaN.
const std::set<std::string_view> piecewise_linear = {
    "identity", "relu", "clip", "leaky_relu", "threshold", "hard_sigmoid", "hard_shrink", "soft_shrink", "shrink"};

/// One element through the public interface.
class element {
public:
    element(const activation& activation, dtype type) : activation_(activation), type_(type) {}

    std::uint64_t forward(std::uint64_t x) const {
        std::uint64_t y = 0;
        softknee::forward(activation_, input(x), output(y));
        return y;
    }
    std::uint64_t backward(pass direction, std::uint64_t kept, std::uint64_t dy) const {
        std::uint64_t dx = 0;
        const auto view = input(kept);
        const auto saved =
            direction == pass::backward_from_output ? softknee::from_output(view) : softknee::from_input(view);
        softknee::backward(activation_, saved, input(dy), output(dx));
        return dx;
    }

private:
    static softknee::tensor_shape one() { return softknee::tensor_shape(std::array{std::int64_t(1)}); }
    softknee::const_tensor_view input(const std::uint64_t& bits) const {
        return {&bits, type_, softknee::memory::host, one()};
    }
    softknee::tensor_view output(std::uint64_t& bits) const { return {&bits, type_, softknee::memory::host, one()}; }

    const activation& activation_;
    dtype type_;
};

/// 2^(2^20): beyond every type, so that a function there has the value of its limit.
mpfr_number far_out(bool negative) {
    const mpfr_number magnitude = softknee_accuracy::detail::scale(mpfr_number(1), 1L << 20);
    return negative ? -magnitude : magnitude;
}

std::vector<std::uint64_t> nans_of(const number_format& format) {
    const std::uint64_t quiet = format.infinity() | (std::uint64_t(1) << (format.precision - 2));
    return {format.infinity() + 1, quiet, quiet + 3, format.sign_bit() - 1, format.sign_bit() | quiet};
}

std::uint64_t bits_of(dtype type, long double value) {
    return round_to(type, value).bits;
}

class special_values : public ::testing::TestWithParam<activation> {
protected:
    const softknee_reference::functions& reference() const {
        return *softknee_reference::find(softknee::name_of(GetParam()));
    }
    mpfr_number exact(pass direction, const mpfr_number& argument, dtype type) const {
        const auto p = softknee_accuracy::rounded_parameters(GetParam(), type);
        const auto& functions = reference().exact;
        if (direction == pass::forward) return functions.forward(argument, p.data());
        const auto derivative =
            direction == pass::backward_from_input ? functions.derivative : functions.derivative_from_output;
        return derivative(argument, p.data());
    }
    std::vector<pass> backward_passes() const {
        auto passes = softknee_accuracy::passes_of(GetParam());
        std::erase(passes, pass::forward);
        return passes;
    }
    /// The slope of the branch that passes its input on; 0.5625 lies inside clip's ends, 2 above every threshold.
    mpfr_number slope_where_on(dtype type) const {
        const mpfr_number inside = exact(pass::backward_from_input, 0.5625, type);
        return inside == mpfr_number(0) ? exact(pass::backward_from_input, 2, type) : inside;
    }
    bool is_piecewise_linear() const { return piecewise_linear.contains(softknee::name_of(GetParam())); }
};

std::vector<activation> all_activations() {
    std::vector<activation> result;
    for (const auto& information : softknee::catalogue()) result.push_back(information.default_activation);
    return result;
}

}  // namespace

TEST_P(special_values, nan_gives_nan) {
    for (const dtype type : types) {
        const number_format format = format_of(type);
        for (const std::uint64_t nan : nans_of(format)) {
            EXPECT_TRUE(format.is_nan(element(GetParam(), type).forward(nan))) << softknee::name_of(type) << " " << nan;
        }
    }
}

TEST_P(special_values, infinities_give_the_limit) {
    for (const dtype type : types) {
        const number_format format = format_of(type);
        for (const bool negative : {false, true}) {
            const std::uint64_t infinity = format.infinity() | (negative ? format.sign_bit() : 0);
            const mpfr_number limit = exact(pass::forward, far_out(negative), type);
            EXPECT_EQ(element(GetParam(), type).forward(infinity), round_to(type, limit).bits)
                << softknee::name_of(type) << (negative ? " at -inf" : " at +inf");
        }
    }
}

TEST_P(special_values, derivatives_at_infinities_are_their_limits) {
    for (const dtype type : types) {
        const number_format format = format_of(type);
        for (const pass direction : backward_passes()) {
            for (const bool negative : {false, true}) {
                const std::uint64_t infinity = format.infinity() | (negative ? format.sign_bit() : 0);
                const mpfr_number limit = exact(direction, far_out(negative), type);
                const std::uint64_t dx = element(GetParam(), type).backward(direction, infinity, bits_of(type, 1));
                const std::uint64_t expected = round_to(type, limit).bits;
                // A derivative that vanishes has no sign to keep.
                EXPECT_TRUE(dx == expected || (format.is_zero(dx) && format.is_zero(expected)))
                    << softknee::name_of(type) << (negative ? " at -inf: " : " at +inf: ") << dx << " instead of "
                    << expected;
            }
        }
    }
}

TEST_P(special_values, zeros_give_the_sign_of_the_definition) {
    for (const dtype type : types) {
        for (const double zero : {0.0, -0.0}) {
            const mpfr_number y = exact(pass::forward, zero, type);
            EXPECT_EQ(element(GetParam(), type).forward(bits_of(type, zero)), round_to(type, y).bits)
                << softknee::name_of(type) << " at " << zero;
        }
    }
}

TEST_P(special_values, gradient_at_nan_is_nan_or_passes_through) {
    for (const dtype type : types) {
        const number_format format = format_of(type);
        const std::uint64_t dy = bits_of(type, 1.5);
        for (const pass direction : backward_passes()) {
            for (const std::uint64_t nan : nans_of(format)) {
                const std::uint64_t dx = element(GetParam(), type).backward(direction, nan, dy);
                if (is_piecewise_linear()) {
                    const mpfr_number slope = slope_where_on(type);
                    EXPECT_EQ(dx, round_to(type, mpfr_number(slope * mpfr_number(1.5))).bits)
                        << softknee::name_of(type);
                } else {
                    EXPECT_TRUE(format.is_nan(dx)) << softknee::name_of(type) << ": " << dx;
                }
            }
        }
    }
}

TEST_P(special_values, a_unit_that_is_off_passes_nothing_and_one_that_is_on_passes_all) {
    constexpr dtype type = dtype::float16;
    const number_format format = format_of(type);
    const std::vector<std::uint64_t> gradients = {format.infinity(), format.infinity() | format.sign_bit(),
                                                  format.infinity() - 1, 1, bits_of(type, -0.75)};
    for (const pass direction : backward_passes()) {
        for (std::uint64_t bits = 0; bits < 65536; bits += 64) {
            if (format.is_nan(bits) || format.is_infinite(bits)) continue;
            const mpfr_number derivative = exact(direction, softknee_accuracy::decode(type, bits), type);
            const bool off = derivative == mpfr_number(0);
            if (!off && !(derivative == mpfr_number(1))) continue;
            const element unit(GetParam(), type);
            for (const std::uint64_t dy : gradients) {
                const std::uint64_t dx = unit.backward(direction, bits, dy);
                EXPECT_TRUE(off ? format.is_zero(dx) : dx == dy) << bits << ", dy " << dy << ", dx " << dx;
            }
            for (const std::uint64_t dy : nans_of(format)) {
                const std::uint64_t dx = unit.backward(direction, bits, dy);
                EXPECT_TRUE(off ? format.is_zero(dx) : format.is_nan(dx)) << bits << ", dy NaN, dx " << dx;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(catalogue, special_values, ::testing::ValuesIn(all_activations()),
                         [](const auto& tested) { return std::string(softknee::name_of(tested.param)); });

namespace {

struct kink {
    const char* activation;
    double x;
    double derivative;
};

constexpr kink kinks[] = {
    {"relu", 0, 0},
    {"relu", -0.0, 0},
    {"clip(-1, 1)", -1, 0},
    {"clip(-1, 1)", 1, 0},
    {"clip(0, 6)", 0, 0},
    {"clip(0, 6)", 6, 0},
    {"leaky_relu(0.25)", 0, 0.25},
    {"threshold(1, 0)", 1, 0},
    {"elu(0.5)", 0, 0.5},
    {"celu(0.5)", 0, 1},
    {"hard_sigmoid(0.25, 0.5)", -2, 0},
    {"hard_sigmoid(0.25, 0.5)", 2, 0},
    {"hard_swish", -3, 0},
    {"hard_swish", 3, 1},
    {"hard_shrink(0.5)", 0.5, 0},
    {"hard_shrink(0.5)", -0.5, 0},
    {"soft_shrink(0.5)", 0.5, 0},
    {"soft_shrink(0.5)", -0.5, 0},
    {"shrink(0.5, 0.25)", 0.5, 0},
    {"shrink(0.5, 0.25)", -0.5, 0},
    {"squared_relu", 0, 0},
    {"smelu(2)", -2, 0},
    {"smelu(2)", 2, 1},
    {"star_relu", 0, 0},
};

struct zero_sign {
    const char* activation;
    double x;
    double y;
};

/// Odd functions and gates keep the sign of 0; maxima and shrinks do not. Off gates at -inf are -0.
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr zero_sign zero_signs[] = {
    {"identity", -0.0, -0.0},
    {"relu", -0.0, 0.0},
    {"clip(0, 6)", -0.0, 0.0},
    {"softsign", -0.0, -0.0},
    {"tanh", -0.0, -0.0},
    {"scaled_tanh", -0.0, -0.0},
    {"tanh_shrink", -0.0, -0.0},
    {"silu", -0.0, -0.0},
    {"gelu", -0.0, -0.0},
    {"gelu_tanh", -0.0, -0.0},
    {"mish", -0.0, -0.0},
    {"hard_swish", -0.0, -0.0},
    {"hard_shrink", -0.0, 0.0},
    {"soft_shrink", -0.0, 0.0},
    {"shrink", -0.0, 0.0},
    {"squared_relu", -0.0, 0.0},
    {"silu", -infinity, -0.0},
    {"gelu", -infinity, -0.0},
    {"gelu_tanh", -infinity, -0.0},
    {"mish", -infinity, -0.0},
    {"swish", -infinity, -0.0},
    {"quick_gelu", -infinity, -0.0},
    {"hard_swish", -infinity, -0.0},
    {"softsign", -infinity, -1.0},
    {"softplus", -infinity, 0.0},
    {"squareplus", -infinity, 0.0},
};

}  // namespace

TEST(kinks, have_the_derivative_of_the_tables) {
    for (const kink& k : kinks) {
        const activation activation = softknee::parse(k.activation);
        for (const dtype type : types) {
            const element unit(activation, type);
            EXPECT_EQ(unit.backward(pass::backward_from_input, bits_of(type, k.x), bits_of(type, 1)),
                      bits_of(type, k.derivative))
                << k.activation << " at " << k.x << ", " << softknee::name_of(type);
        }
    }
}

TEST(zeros, have_the_sign_of_the_tables) {
    for (const zero_sign& z : zero_signs) {
        const activation activation = softknee::parse(z.activation);
        for (const dtype type : types) {
            EXPECT_EQ(element(activation, type).forward(bits_of(type, z.x)), bits_of(type, z.y))
                << z.activation << " at " << z.x << ", " << softknee::name_of(type);
        }
    }
}

// A stored y may lie beyond the range of the function by its rounding.
TEST(outputs, beyond_the_range_are_taken_as_its_end) {
    const kink ends[] = {{"sigmoid", 1.0078125, 0},
                         {"sigmoid", -0.0078125, 0},
                         {"tanh", 1.0078125, 0},
                         {"tanh", -1.5, 0},
                         {"scaled_tanh(1, 1.75)", 2, 0},
                         {"elu(1)", -1.0078125, 0},
                         {"selu", -1.765625, 0},
                         {"celu(1)", -1.0078125, 0},
                         {"softsign", 1.0078125, 0},
                         {"log_sigmoid", 0.5, 0},
                         {"softplus", -0.25, 0},
                         {"squareplus", -0.25, 0},
                         {"squared_relu", -1, 0},
                         {"star_relu(1, -0.5)", -1, 0},
                         {"smelu(2)", -1, 0},
                         {"hard_sigmoid(0.25, 0.5)", 1.5, 0},
                         {"clip(0, 6)", 7, 0}};
    for (const kink& end : ends) {
        const activation activation = softknee::parse(end.activation);
        for (const dtype type : types) {
            const number_format format = format_of(type);
            const std::uint64_t dx =
                element(activation, type).backward(pass::backward_from_output, bits_of(type, end.x), bits_of(type, 1));
            EXPECT_TRUE(format.is_zero(dx)) << end.activation << " at y = " << end.x << ", " << softknee::name_of(type);
        }
    }
}

TEST(identity, needs_nothing_to_go_backward) {
    const std::array<float, 3> dy = {1.5f, -0.0f, std::numeric_limits<float>::infinity()};
    std::array<float, 3> dx{};
    softknee::backward(softknee::identity{}, softknee::from_nothing(), dy, dx);
    EXPECT_EQ(std::memcmp(dx.data(), dy.data(), sizeof dx), 0);
}
