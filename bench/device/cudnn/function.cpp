// SPDX-License-Identifier: Apache-2.0
#include "function.hpp"

#include <algorithm>
#include <array>

namespace softknee::bench {
namespace {

/// Overloads, of which an activation that has none takes the last.
struct same_meaning {
    using found = std::optional<cudnn_call>;
    found operator()(const relu&) const { return cudnn_call{cudnn_function::relu}; }
    found operator()(const sigmoid&) const { return cudnn_call{cudnn_function::sigmoid}; }
    found operator()(const tanh&) const { return cudnn_call{cudnn_function::tanh}; }
    found operator()(const elu& e) const { return cudnn_call{cudnn_function::elu, e.alpha}; }
    found operator()(const silu&) const { return cudnn_call{cudnn_function::swish, 1}; }
    found operator()(const swish& s) const { return cudnn_call{cudnn_function::swish, s.beta}; }
    found operator()(const softplus& s) const { return cudnn_call{cudnn_function::softplus, s.beta}; }
    found operator()(const gelu&) const { return cudnn_call{cudnn_function::gelu}; }
    found operator()(const gelu_tanh&) const { return cudnn_call{cudnn_function::gelu_tanh}; }
    template <class Other>
    found operator()(const Other&) const {
        return std::nullopt;
    }
};

bool offers(cudnn_interface interface, cudnn_function function, pass direction) {
    using enum cudnn_function;
    const auto among = [&](auto... functions) { return std::ranges::count(std::array{functions...}, function) > 0; };
    if (interface == cudnn_interface::legacy) {
        if (direction == pass::forward) return among(relu, sigmoid, tanh, elu, swish);
        return direction == pass::backward_from_output && among(relu, sigmoid, tanh, elu);
    }
    if (direction == pass::forward) return among(swish, softplus, gelu, gelu_tanh);
    return direction == pass::backward_from_input;
}

}  // namespace

std::optional<cudnn_call> find_cudnn_call(cudnn_interface interface, const activation& function, pass direction) {
    const std::optional<cudnn_call> call = std::visit(same_meaning(), function);
    return call && offers(interface, call->function, direction) ? call : std::nullopt;
}

}  // namespace softknee::bench
