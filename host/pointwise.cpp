// SPDX-License-Identifier: Apache-2.0
#include <softknee/pointwise.hpp>

#include <algorithm>
#include <array>
#include <span>

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

/// @param operands  what the kernel reads, in its order: the inputs, and possibly one of them twice
prepared_call prepare(const activation& activation, pass direction, const host::call_tensors& tensors,
                      std::span<const const_tensor_view> operands) {
    prepared_call prepared{};
    prepared.call.direction = direction;
    prepared.call.type = tensors.output.type();
    prepared.call.parameters = host::rounded_parameters(activation, prepared.call.type);
    prepared.device = host::validate_tensors(tensors);
    host::set_operands(prepared.call, operands, tensors.output);
    return prepared;
}

prepared_call prepare_forward(const activation& activation, const const_tensor_view& x, const tensor_view& y) {
    validate(activation);
    return prepare(activation, pass::forward, {"forward", {{"x", x}}, y, "y"}, std::array{x});
}

void check_saved(const activation& activation, const saved_tensor& saved) {
    const std::string got = "from_" + std::string(name_of(saved.kind()));
    if (!determines_derivative(activation, saved.kind())) {
        std::string expected = "one of:";
        for (const saved_kind kind : {saved_kind::nothing, saved_kind::input, saved_kind::output}) {
            if (determines_derivative(activation, kind)) expected += " from_" + std::string(name_of(kind));
        }
        throw saved_tensor_error("backward", "saved", got, expected + ", for " + format(activation));
    }
    if (saved.kind() != saved_kind::nothing && !saved.view()) {
        throw saved_tensor_error("backward", "saved", got + " without a tensor", "the tensor that was saved");
    }
}

prepared_call prepare_backward(const activation& activation, const saved_tensor& saved, const const_tensor_view& dy,
                               const tensor_view& dx) {
    validate(activation);
    check_saved(activation, saved);
    if (!saved.view()) {
        // A derivative that depends on nothing is given dy in place of a saved tensor.
        return prepare(activation, pass::backward_from_input, {"backward", {{"dy", dy}}, dx, "dx"}, std::array{dy, dy});
    }
    const pass direction = saved.kind() == saved_kind::output ? pass::backward_from_output : pass::backward_from_input;
    const const_tensor_view& kept = *saved.view();
    return prepare(activation, direction, {"backward", {{"saved", kept}, {"dy", dy}}, dx, "dx"}, std::array{kept, dy});
}

void run(const activation& activation, const prepared_call& prepared, stream_ref stream) {
    if (prepared.call.count == 0) return;
    if (prepared.device < 0) {
        host::run_on_host(activation, prepared.call, host_execution());
    } else {
        host::launch_on_device(activation, prepared.call, prepared.device, stream);
    }
}

void check_execution(std::string_view function, const host_execution& execution, memory where) {
    if (where == memory::device) {
        throw placement_error(std::string(function), "execution", "a host execution for device views",
                              "host views, or a stream in its place");
    }
    if (execution.threads < 0) {
        throw unsupported_error(std::string(function), "execution", std::to_string(execution.threads) + " threads",
                                "0 or more threads");
    }
    const auto available = available_instruction_sets();
    if (std::ranges::find(available, execution.set) == available.end()) {
        const std::string_view got = name_of(execution.set);
        throw unsupported_error(
            std::string(function), "execution", got.empty() ? "no instruction set" : std::string(got),
            "an instruction set of this machine, at most " + std::string(name_of(best_instruction_set())));
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
    check_execution("forward", execution, y.where());
    run_on_host(activation, prepare_forward(activation, x, y), execution);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              stream_ref stream) {
    run(activation, prepare_backward(activation, saved, dy, dx), stream);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              const host_execution& execution) {
    check_execution("backward", execution, dx.where());
    run_on_host(activation, prepare_backward(activation, saved, dy, dx), execution);
}

}  // namespace softknee
