// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <kernels/pointwise_call.hpp>
#include <softknee/catalogue.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee::host {

/// A validated element-wise call and the device it belongs to: -1 for the host, and for tensors without elements.
struct prepared_call {
    kernels::pointwise_call call;
    int device;
};

/// What messages call the tensors of a call.
struct forward_names {
    std::string_view x = "x";
    std::string_view y = "y";
};
struct backward_names {
    std::string_view saved = "saved";
    std::string_view dy = "dy";
    std::string_view dx = "dx";
};

/// @param activation  a valid one
/// @throws as `validate_tensors`; parameter_error as `rounded_parameters`
prepared_call prepare_forward(const activation& activation, const const_tensor_view& x, const tensor_view& y,
                              const forward_names& names = {});

/// @throws as above; saved_tensor_error
prepared_call prepare_backward(const activation& activation, const saved_tensor& saved, const const_tensor_view& dy,
                               const tensor_view& dx, const backward_names& names = {});

}  // namespace softknee::host
