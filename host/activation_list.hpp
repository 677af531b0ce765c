// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <variant>

#include <softknee/catalogue.hpp>
#include <softknee/evaluate.hpp>

/// Loops over the catalogue and over the parameters of one activation.
namespace softknee {

/// Calls function(a) with each activation of the catalogue at its default parameters.
template <class Function>
void for_each_activation(Function&& function) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (function(std::variant_alternative_t<I, activation>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<activation>>());
}

/// Calls function(p) with each parameter declaration.
template <class Activation, class Function>
void for_each_parameter(Function&& function) {
    if constexpr (parameter_count < Activation >> 0) {
        static_assert(parameter_count<Activation> <= maximum_parameters);
        for (const auto& p : Activation::parameters()) function(p);
    }
}

}  // namespace softknee
