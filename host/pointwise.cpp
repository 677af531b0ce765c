// SPDX-License-Identifier: Apache-2.0
#include <softknee/pointwise.hpp>

#include <array>
#include <span>

#include <host/collapse.hpp>
#include <host/dispatch.hpp>
#include <host/validation.hpp>

namespace softknee {
namespace {

using host::named_view;

/// A validated call and the device it belongs to: -1 for the host.
struct prepared_call {
    kernels::pointwise_call call;
    int device;
};

/// @param operands  what the kernel reads, in its order: the inputs, and possibly one of them twice
prepared_call prepare(const activation& activation, pass direction, const host::call_tensors& tensors,
                      std::span<const const_tensor_view> operands) {
    prepared_call prepared{};
    prepared.call.direction = direction;
    prepared.call.type = tensors.output->type();
    prepared.call.parameters = host::rounded_parameters(activation, prepared.call.type);
    prepared.device = host::validate_tensors(tensors);
    host::set_operands(prepared.call, operands, *tensors.output);
    return prepared;
}

prepared_call prepare_forward(const activation& activation, const const_tensor_view& x, const tensor_view& y) {
    validate(activation);
    return prepare(activation, pass::forward, {"forward", std::array{named_view{"x", x}}, y, "y"}, std::array{x});
}

prepared_call prepare_backward(const activation& activation, const saved_tensor& saved, const const_tensor_view& dy,
                               const tensor_view& dx) {
    validate(activation);
    host::validate_saved(activation, saved);
    if (!saved.view()) {
        // A derivative that depends on nothing is given dy in place of a saved tensor.
        return prepare(activation, pass::backward_from_input, {"backward", std::array{named_view{"dy", dy}}, dx, "dx"},
                       std::array{dy, dy});
    }
    const pass direction = saved.kind() == saved_kind::output ? pass::backward_from_output : pass::backward_from_input;
    const const_tensor_view& kept = *saved.view();
    return prepare(activation, direction,
                   {"backward", std::array{named_view{"saved", kept}, named_view{"dy", dy}}, dx, "dx"},
                   std::array{kept, dy});
}

void run(const activation& activation, const prepared_call& prepared, stream_ref stream) {
    if (prepared.call.count == 0) return;
    if (prepared.device < 0) {
        host::run_on_host(activation, prepared.call, host_execution());
    } else {
        host::launch_on_device(activation, prepared.call, prepared.device, stream);
    }
}

void run_on_host(const activation& activation, const prepared_call& prepared, const host_execution& execution) {
    if (prepared.call.count > 0) host::run_on_host(activation, prepared.call, execution);
}

}  // namespace

void forward(const activation& activation, const_tensor_view x, tensor_view y, stream_ref stream) {
    run(activation, prepare_forward(activation, x, y), stream);
}

void forward(const activation& activation, const_tensor_view x, tensor_view y, const host_execution& execution) {
    host::validate_execution("forward", execution, y.where());
    run_on_host(activation, prepare_forward(activation, x, y), execution);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              stream_ref stream) {
    run(activation, prepare_backward(activation, saved, dy, dx), stream);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              const host_execution& execution) {
    host::validate_execution("backward", execution, dx.where());
    run_on_host(activation, prepare_backward(activation, saved, dy, dx), execution);
}

}  // namespace softknee
