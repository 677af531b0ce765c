// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <softknee/activation/celu.hpp>
#include <softknee/activation/clip.hpp>
#include <softknee/activation/elu.hpp>
#include <softknee/activation/gelu.hpp>
#include <softknee/activation/gelu_tanh.hpp>
#include <softknee/activation/hard_shrink.hpp>
#include <softknee/activation/hard_sigmoid.hpp>
#include <softknee/activation/hard_swish.hpp>
#include <softknee/activation/identity.hpp>
#include <softknee/activation/leaky_relu.hpp>
#include <softknee/activation/log_sigmoid.hpp>
#include <softknee/activation/mish.hpp>
#include <softknee/activation/quick_gelu.hpp>
#include <softknee/activation/relu.hpp>
#include <softknee/activation/scaled_tanh.hpp>
#include <softknee/activation/selu.hpp>
#include <softknee/activation/shrink.hpp>
#include <softknee/activation/sigmoid.hpp>
#include <softknee/activation/silu.hpp>
#include <softknee/activation/smelu.hpp>
#include <softknee/activation/soft_shrink.hpp>
#include <softknee/activation/softplus.hpp>
#include <softknee/activation/softsign.hpp>
#include <softknee/activation/squared_relu.hpp>
#include <softknee/activation/squareplus.hpp>
#include <softknee/activation/star_relu.hpp>
#include <softknee/activation/swish.hpp>
#include <softknee/activation/tanh.hpp>
#include <softknee/activation/tanh_shrink.hpp>
#include <softknee/activation/threshold.hpp>
#include <softknee/saved_tensor.hpp>

namespace softknee {

/// Every activation. This list and the header above it are all that a new activation adds to the product beside its own
/// file: names, texts, dispatch, kernels, tests, benchmarks and tables are derived from it.
using activation = std::variant<  //
    identity, relu, clip, leaky_relu, threshold, elu, celu, selu, gelu, gelu_tanh, quick_gelu, silu, swish, mish,
    softplus, softsign, squareplus, sigmoid, log_sigmoid, tanh, scaled_tanh, hard_sigmoid, hard_swish, hard_shrink,
    soft_shrink, shrink, tanh_shrink, squared_relu, smelu, star_relu>;

/// The activation's name, as in its file and its texts.
std::string_view name_of(const activation& activation);

/// "elu(alpha=0.5)": the canonical text, with every parameter, which `parse` turns into an equal activation.
std::string format(const activation& activation);

/// Parses "gelu", "elu(alpha=0.5)", "elu(0.5)" or "clip(0, hi=6)": parameters in their order or by name, the others at
/// their defaults. Also accepts relu6, hard_tanh and thresholded_relu(t), names for special cases of clip and
/// threshold.
/// @throws parse_error for an unknown name or parameter and for malformed text; parameter_error for a value out of
/// range
activation parse(std::string_view text);

/// @throws parameter_error, naming the parameter, if one is not finite or not in its range
void validate(const activation& activation);

/// Whether the derivative of this activation, with its parameters, can be computed from this saved tensor.
bool determines_derivative(const activation& activation, saved_kind kind);

/// A parameter as data, for programs that list or ask.
struct parameter_information {
    std::string_view name;
    double default_value;
    parameter_range range;
};

/// An activation as data.
struct activation_information {
    activation_description description;
    std::vector<parameter_information> parameters;
    std::vector<saved_kind> saved;  ///< what the derivative can be computed from, at the default parameters
    activation default_activation;
};

/// The catalogue in its order.
std::vector<activation_information> catalogue();

}  // namespace softknee
