// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

/// Activations whose 16-bit results are those of the float32 forms, rounded once more: beside a tie, hundreds of inputs
/// go to its other side at some parameters. Their shorter forms in math/narrow do not hold for every parameter yet.
inline constexpr std::string_view rounded_twice[] = {"scaled_tanh", "smelu",     "softplus",
                                                     "squareplus",  "star_relu", "swish"};

/// Results of the other activations that are not the correctly rounded ones, at the parameter sets of the tests: each
/// is next to a tie, and at most 0.5003 ULP from the exact result.
struct known_misrounding {
    std::string_view activation;
    softknee::pass direction;
    softknee::dtype type;
    std::uint64_t count;
};

inline constexpr known_misrounding known_misroundings[] = {
    {"gelu", softknee::pass::backward_from_input, softknee::dtype::float16, 1},
    {"celu(alpha=-1.7)", softknee::pass::forward, softknee::dtype::float16, 1},
    {"elu(alpha=-1.7)", softknee::pass::forward, softknee::dtype::bfloat16, 9},
};

/// For the activation's canonical text.
constexpr std::uint64_t known_misrounded(std::string_view activation, softknee::pass direction, softknee::dtype type) {
    for (const known_misrounding& known : known_misroundings) {
        if (known.activation == activation && known.direction == direction && known.type == type) return known.count;
    }
    return 0;
}

}  // namespace softknee_accuracy
