// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

/// Results that are not the correctly rounded ones, at the further parameter sets of the tests: each is next to a tie,
/// and at most 0.5005 ULP from the exact result. At the default parameters there are none.
struct known_misrounding {
    std::string_view activation;
    softknee::pass direction;
    softknee::dtype type;
    std::uint64_t count;
};

inline constexpr known_misrounding known_misroundings[] = {
    {"elu(alpha=-1.7)", softknee::pass::forward, softknee::dtype::bfloat16, 9},
    {"celu(alpha=-1.7)", softknee::pass::forward, softknee::dtype::float16, 1},
    {"swish(beta=0.3)", softknee::pass::backward_from_input, softknee::dtype::float16, 3},
    {"swish(beta=2.25)", softknee::pass::backward_from_input, softknee::dtype::float16, 2},
    {"swish(beta=-1.7)", softknee::pass::backward_from_input, softknee::dtype::float16, 2},
    {"softplus(beta=0.3)", softknee::pass::backward_from_input, softknee::dtype::float16, 1},
    {"softplus(beta=0.3)", softknee::pass::backward_from_output, softknee::dtype::float16, 1},
    {"softplus(beta=2.25)", softknee::pass::backward_from_input, softknee::dtype::float16, 1},
    {"softplus(beta=2.25)", softknee::pass::backward_from_output, softknee::dtype::float16, 1},
    {"softplus(beta=1.7)", softknee::pass::forward, softknee::dtype::float16, 1},
    {"softplus(beta=1.7)", softknee::pass::backward_from_output, softknee::dtype::float16, 1},
    {"softplus(beta=1.7)", softknee::pass::backward_from_output, softknee::dtype::bfloat16, 12},
    {"scaled_tanh(a=0.3, b=1.2)", softknee::pass::backward_from_input, softknee::dtype::float16, 2},
    {"scaled_tanh(a=1.7, b=0.5999999999999999)", softknee::pass::forward, softknee::dtype::float16, 14},
};

/// For the activation's canonical text.
constexpr std::uint64_t known_misrounded(std::string_view activation, softknee::pass direction, softknee::dtype type) {
    for (const known_misrounding& known : known_misroundings) {
        if (known.activation == activation && known.direction == direction && known.type == type) return known.count;
    }
    return 0;
}

}  // namespace softknee_accuracy
