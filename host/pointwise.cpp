// SPDX-License-Identifier: Apache-2.0
#include <softknee/pointwise.hpp>

#include <algorithm>

#include <host/collapse.hpp>
#include <host/dispatch.hpp>
#include <host/validation.hpp>
#include <softknee/error.hpp>

namespace softknee {
namespace {

/// A validated call and the device it belongs to: -1 for the host.
struct prepared_call {
    kernels::pointwise_call call;
    int device;
};

prepared_call prepare(const activation& activation, pass direction, const host::call_tensors& tensors) {
    validate(activation);
    prepared_call prepared{};
    prepared.device = host::validate_tensors(tensors);
    prepared.call.direction = direction;
    prepared.call.type = tensors.output.type();
    prepared.call.parameters = host::rounded_parameters(activation, prepared.call.type);
    std::vector<const_tensor_view> inputs;
    for (const host::named_view& input : tensors.inputs) inputs.push_back(input.view);
    host::set_operands(prepared.call, inputs, tensors.output);
    return prepared;
}

prepared_call prepare_forward(const activation& activation, const const_tensor_view& x, const tensor_view& y) {
    return prepare(activation, pass::forward, {"forward", {{"x", x}}, y, "y"});
}

prepared_call prepare_backward(const activation& activation, const saved_tensor& saved, const const_tensor_view& dy,
                               const tensor_view& dx) {
    if (!determines_derivative(activation, saved.kind())) {
        std::string expected = "one of:";
        for (const saved_kind kind : {saved_kind::nothing, saved_kind::input, saved_kind::output}) {
            if (determines_derivative(activation, kind)) expected += " from_" + std::string(name_of(kind));
        }
        throw saved_tensor_error("backward", "saved", "from_" + std::string(name_of(saved.kind())),
                                 expected + ", for " + format(activation));
    }
    // A derivative that depends on nothing is given dy in place of a saved tensor.
    const pass direction = saved.kind() == saved_kind::output ? pass::backward_from_output : pass::backward_from_input;
    const const_tensor_view& kept = saved.view() ? *saved.view() : dy;
    return prepare(activation, direction, {"backward", {{"saved", kept}, {"dy", dy}}, dx, "dx"});
}

void run(const activation& activation, const prepared_call& prepared, stream_ref stream) {
    if (prepared.call.count == 0) return;
    if (prepared.device < 0) {
        host::run_on_host(activation, prepared.call, host_execution());
    } else {
        host::launch_on_device(activation, prepared.call, prepared.device, stream);
    }
}

void run(const activation& activation, const prepared_call& prepared, memory where, std::string_view function,
         const host_execution& execution) {
    if (where == memory::device) {
        throw placement_error(std::string(function), "execution", "a host execution for device views",
                              "host views, or a stream in its place");
    }
    const auto available = available_instruction_sets();
    if (std::find(available.begin(), available.end(), execution.set) == available.end()) {
        throw unsupported_error(
            std::string(function), "execution", std::string(name_of(execution.set)),
            "an instruction set of this machine, at most " + std::string(name_of(best_instruction_set())));
    }
    if (prepared.call.count > 0) host::run_on_host(activation, prepared.call, execution);
}

}  // namespace

void forward(const activation& activation, const_tensor_view x, tensor_view y, stream_ref stream) {
    run(activation, prepare_forward(activation, x, y), stream);
}

void forward(const activation& activation, const_tensor_view x, tensor_view y, const host_execution& execution) {
    run(activation, prepare_forward(activation, x, y), y.where(), "forward", execution);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              stream_ref stream) {
    run(activation, prepare_backward(activation, saved, dy, dx), stream);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              const host_execution& execution) {
    run(activation, prepare_backward(activation, saved, dy, dx), dx.where(), "backward", execution);
}

}  // namespace softknee
