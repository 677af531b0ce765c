// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <kernels/channel_call.hpp>
#include <softknee/parameter_view.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// A parameter of a call as its messages name it, and the gradient that is wanted of it.
struct named_parameter {
    std::string_view name;
    parameter_view view;
    std::optional<tensor_view> gradient;
};

/// The data tensors of a call, by their places in it; those without a tensor keep no data.
struct channel_tensors {
    std::array<std::optional<const_tensor_view>, 2> inputs;
    std::optional<const_tensor_view> residual;
    std::optional<tensor_view> output;
};

/// Fills everything of a call that shapes and strides decide.
///
/// Dimensions are ordered by the strides of `ordering`: samples are what lies outside of every dimension that a
/// parameter has, a plane what lies inside of them, groups the dimensions between.
/// @throws shape_error
void set_shape(kernels::channel_call& call, std::string_view function, const tensor_shape& ordering,
               const channel_tensors& tensors, std::span<const named_parameter> parameters);

}  // namespace softknee::host
