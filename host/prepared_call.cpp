// SPDX-License-Identifier: Apache-2.0
#include <host/prepared_call.hpp>

#include <array>
#include <span>

#include <host/collapse.hpp>
#include <host/dispatch.hpp>
#include <host/validation.hpp>

namespace softknee::host {
namespace {

/// @param operands  what the kernel reads, in its order: the inputs, and possibly one of them twice
prepared_call prepare(const activation& activation, pass direction, const call_tensors& tensors,
                      std::span<const const_tensor_view> operands) {
    prepared_call prepared{};
    prepared.call.direction = direction;
    prepared.call.type = tensors.output->type();
    prepared.call.parameters = rounded_parameters(activation, prepared.call.type);
    prepared.device = validate_tensors(tensors);
    set_operands(prepared.call, operands, *tensors.output);
    return prepared;
}

}  // namespace

prepared_call prepare_forward(const activation& activation, const const_tensor_view& x, const tensor_view& y,
                              const forward_names& names) {
    return prepare(activation, pass::forward, {"forward", std::array{named_view{names.x, x}}, y, names.y},
                   std::array{x});
}

prepared_call prepare_backward(const activation& activation, const saved_tensor& saved, const const_tensor_view& dy,
                               const tensor_view& dx, const backward_names& names) {
    validate_saved(activation, saved, names.saved);
    if (!saved.view()) {
        // A derivative that depends on nothing is given dy in place of a saved tensor.
        return prepare(activation, pass::backward_from_input,
                       {"backward", std::array{named_view{names.dy, dy}}, dx, names.dx}, std::array{dy, dy});
    }
    const pass direction = saved.kind() == saved_kind::output ? pass::backward_from_output : pass::backward_from_input;
    const const_tensor_view& kept = *saved.view();
    return prepare(activation, direction,
                   {"backward", std::array{named_view{names.saved, kept}, named_view{names.dy, dy}}, dx, names.dx},
                   std::array{kept, dy});
}

}  // namespace softknee::host
