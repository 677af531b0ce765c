// SPDX-License-Identifier: Apache-2.0
#include <softknee/channelwise.hpp>

#include <cmath>
#include <string>

#include <host/channel_dispatch.hpp>
#include <host/channel_shape.hpp>
#include <host/channel_validation.hpp>
#include <host/dispatch.hpp>
#include <host/number_text.hpp>
#include <host/validation.hpp>
#include <kernels/channel_workspace.hpp>
#include <softknee/error.hpp>

namespace softknee {

std::string_view name_of(const learnable& activation) {
    return std::visit([]<class L>(const L&) { return L::description.name; }, activation);
}

namespace {

using host::channel_activation;
using host::named_parameter;
using host::named_view;

/// A validated call and the device it belongs to: -1 for the host.
struct prepared_channel_call {
    kernels::channel_call call;
    int device;
};

std::vector<named_parameter> named(std::string_view function, const learnable& activation,
                                   const std::vector<parameter_view>& parameters) {
    std::vector<named_parameter> result;
    std::visit(
        [&]<class L>(const L&) {
            if (parameters.size() != L::parameter_names.size()) {
                throw parameter_error(
                    std::string(function), "parameters", std::to_string(parameters.size()) + " parameters",
                    std::to_string(L::parameter_names.size()) + " for " + std::string(L::description.name));
            }
            for (std::size_t k = 0; k < parameters.size(); ++k) {
                result.push_back({L::parameter_names[k], parameters[k], std::nullopt});
            }
        },
        activation);
    return result;
}

void add_gradients(std::vector<named_parameter>& parameters, const channel_gradients& gradients) {
    if (gradients.parameters.size() != parameters.size()) {
        throw parameter_error("backward", "gradients", std::to_string(gradients.parameters.size()) + " parameters",
                              std::to_string(parameters.size()) + ", with std::nullopt for what is not wanted");
    }
    if (!std::isfinite(gradients.accumulate)) {
        throw parameter_error("backward", "accumulate", number_text(gradients.accumulate), "a finite number");
    }
    for (std::size_t k = 0; k < parameters.size(); ++k) parameters[k].gradient = gradients.parameters[k];
}

kernels::residual_place place_of(const std::optional<residual>& added) {
    if (!added) return kernels::residual_place::none;
    return added->where == residual::place::inside ? kernels::residual_place::inside : kernels::residual_place::outside;
}

std::optional<const_tensor_view> values_of(const std::optional<residual>& added) {
    return added ? std::optional(added->values) : std::nullopt;
}

void set_constants(kernels::channel_call& call, const channel_activation& activation) {
    if (const auto* with_bias = std::get_if<biased>(&activation)) {
        call.constants = host::rounded_parameters(with_bias->function, call.type);
    }
}

void validate_function(const channel_activation& activation) {
    if (const auto* with_bias = std::get_if<biased>(&activation)) validate(with_bias->function);
}

prepared_channel_call prepare_forward(const channel_activation& activation, const const_tensor_view& x,
                                      const std::vector<named_parameter>& parameters,
                                      const std::optional<residual>& added, const tensor_view& y) {
    validate_function(activation);
    prepared_channel_call prepared{};
    prepared.call.direction = pass::forward;
    prepared.call.type = x.type();
    prepared.call.place = place_of(added);
    std::vector<named_view> inputs{{"x", x}};
    if (added) inputs.push_back({"residual", added->values});
    set_constants(prepared.call, activation);
    prepared.device = host::validate_tensors({"forward", inputs, y, "y"});
    host::set_shape(prepared.call, "forward", y.shape(), {{x, {}}, values_of(added), y}, parameters);
    host::validate_parameters("forward", parameters, inputs, named_view{"y", y}, prepared.device);
    return prepared;
}

prepared_channel_call prepare_backward(const channel_activation& activation, const saved_tensor& saved,
                                       const std::vector<named_parameter>& parameters,
                                       const std::optional<residual>& added, const const_tensor_view& dy,
                                       const channel_gradients& gradients, const workspace& space) {
    validate_function(activation);
    host::validate_saved(activation, saved, added && added->where == residual::place::outside);
    const const_tensor_view& kept = *saved.view();
    const bool from_output = saved.kind() == saved_kind::output;
    const bool is_learnable = std::holds_alternative<learnable>(activation);
    // An outside residual does not matter for gradients, nor does an inside one once y is known.
    const bool reads_residual = added && added->where == residual::place::inside && !from_output;

    prepared_channel_call prepared{};
    kernels::channel_call& call = prepared.call;
    call.direction = from_output ? pass::backward_from_output : pass::backward_from_input;
    call.type = kept.type();
    call.accumulate = gradients.accumulate;
    call.sums_are_scaled = is_learnable && from_output;
    call.place = reads_residual ? kernels::residual_place::inside : kernels::residual_place::none;
    std::vector<named_view> inputs{{"saved", kept}, {"dy", dy}};
    if (reads_residual) inputs.push_back({"residual", added->values});
    set_constants(call, activation);
    prepared.device = host::validate_tensors({"backward", inputs, gradients.dx, "dx"});
    host::channel_tensors data{{kept, dy}, std::nullopt, gradients.dx};
    if (reads_residual) data.residual = added->values;
    host::set_shape(call, "backward", kept.shape(), data, parameters);
    const std::optional<named_view> output =
        gradients.dx ? std::optional(named_view{"dx", *gradients.dx}) : std::nullopt;
    prepared.device = host::validate_parameters("backward", parameters, inputs, output, prepared.device);
    if (from_output && is_learnable) {
        for (const named_parameter& parameter : parameters) host::validate_host_slopes(parameter);
    }
    if (from_output && !is_learnable) call.parameters[0].values = nullptr;
    if (call.count > 0 && (call.gradients_wanted() || call.sums_are_scaled)) {
        host::validate_workspace(space, kernels::workspace_bytes(call), parameters, inputs, output, prepared.device);
        call.workspace = space.data();
    }
    return prepared;
}

void run(const channel_activation& activation, const prepared_channel_call& prepared, stream_ref stream) {
    const kernels::channel_call& call = prepared.call;
    if (call.count == 0 && !call.gradients_wanted()) return;
    if (prepared.device < 0) {
        host::run_on_host(activation, call, host_execution());
    } else {
        host::launch_on_device(activation, call, prepared.device, stream);
    }
}

void run(const channel_activation& activation, const prepared_channel_call& prepared, const host_execution& execution) {
    if (prepared.call.count > 0 || prepared.call.gradients_wanted()) {
        host::run_on_host(activation, prepared.call, execution);
    }
}

std::size_t workspace_bytes(const const_tensor_view& x, const std::vector<named_parameter>& parameters) {
    kernels::channel_call call{};
    call.type = x.type();
    for (const named_parameter& parameter : parameters) {
        host::validate_parameter_dtype("workspace_bytes", {parameter.name, parameter.view.values()}, x.type());
    }
    host::set_shape(call, "workspace_bytes", x.shape(), {{x, {}}, {}, {}}, parameters);
    return kernels::workspace_bytes(call);
}

template <class Where>
void backward_of(const channel_activation& activation, const saved_tensor& saved,
                 std::vector<named_parameter> parameters, const std::optional<residual>& added,
                 const const_tensor_view& dy, const channel_gradients& gradients, const workspace& space,
                 const Where& where) {
    add_gradients(parameters, gradients);
    run(activation, prepare_backward(activation, saved, parameters, added, dy, gradients, space), where);
}

}  // namespace

std::size_t workspace_bytes(const learnable& activation, const const_tensor_view& x,
                            const std::vector<parameter_view>& parameters) {
    return workspace_bytes(x, named("workspace_bytes", activation, parameters));
}

std::size_t workspace_bytes(const biased&, const const_tensor_view& x, const parameter_view& bias) {
    return workspace_bytes(x, {{"bias", bias, std::nullopt}});
}

void forward(const learnable& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
             tensor_view y, stream_ref stream) {
    run(activation, prepare_forward(activation, x, named("forward", activation, parameters), std::nullopt, y), stream);
}

void forward(const learnable& activation, const_tensor_view x, const std::vector<parameter_view>& parameters,
             tensor_view y, const host_execution& execution) {
    host::validate_execution("forward", execution, y.where());
    run(activation, prepare_forward(activation, x, named("forward", activation, parameters), std::nullopt, y),
        execution);
}

void forward(const biased& activation, const_tensor_view x, const parameter_view& bias, tensor_view y,
             stream_ref stream, const std::optional<residual>& added) {
    run(activation, prepare_forward(activation, x, {{"bias", bias, std::nullopt}}, added, y), stream);
}

void forward(const biased& activation, const_tensor_view x, const parameter_view& bias, tensor_view y,
             const host_execution& execution, const std::optional<residual>& added) {
    host::validate_execution("forward", execution, y.where());
    run(activation, prepare_forward(activation, x, {{"bias", bias, std::nullopt}}, added, y), execution);
}

void backward(const learnable& activation, const saved_tensor& saved, const std::vector<parameter_view>& parameters,
              const_tensor_view dy, const channel_gradients& gradients, const workspace& space, stream_ref stream) {
    backward_of(activation, saved, named("backward", activation, parameters), std::nullopt, dy, gradients, space,
                stream);
}

void backward(const learnable& activation, const saved_tensor& saved, const std::vector<parameter_view>& parameters,
              const_tensor_view dy, const channel_gradients& gradients, const workspace& space,
              const host_execution& execution) {
    host::validate_execution("backward", execution, dy.where());
    backward_of(activation, saved, named("backward", activation, parameters), std::nullopt, dy, gradients, space,
                execution);
}

void backward(const biased& activation, const saved_tensor& saved, const parameter_view& bias, const_tensor_view dy,
              const channel_gradients& gradients, const workspace& space, stream_ref stream,
              const std::optional<residual>& added) {
    backward_of(activation, saved, {{"bias", bias, std::nullopt}}, added, dy, gradients, space, stream);
}

void backward(const biased& activation, const saved_tensor& saved, const parameter_view& bias, const_tensor_view dy,
              const channel_gradients& gradients, const workspace& space, const host_execution& execution,
              const std::optional<residual>& added) {
    host::validate_execution("backward", execution, dy.where());
    backward_of(activation, saved, {{"bias", bias, std::nullopt}}, added, dy, gradients, space, execution);
}

}  // namespace softknee
