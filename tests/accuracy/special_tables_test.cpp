// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <limits>

#include <softknee/softknee.hpp>

#include "element.hpp"

/// What the catalogue says of kinks, signs of zero and stored outputs, as tables that no formula made.
namespace {

using softknee::activation;
using softknee::dtype;
using softknee::pass;
using softknee_accuracy::bits_of;
using softknee_accuracy::element;
using softknee_accuracy::format_of;
using softknee_accuracy::number_format;

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
        for (const dtype type : softknee::all_dtypes) {
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
        for (const dtype type : softknee::all_dtypes) {
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
        for (const dtype type : softknee::all_dtypes) {
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
