// SPDX-License-Identifier: Apache-2.0
#include <host/channel_validation.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <host/number_text.hpp>
#include <kernels/scalar_access.hpp>
#include <softknee/error.hpp>

namespace softknee::host {
namespace {

std::string gradient_name(const named_parameter& parameter) {
    return "the gradient of " + std::string(parameter.name);
}

/// The tensors of a call beside the data, with their names: what must not overlap an output.
class side_tensors {
public:
    void add(std::string name, const const_tensor_view& view) {
        names_.push_back(std::make_unique<std::string>(std::move(name)));
        views_.push_back({*names_.back(), view});
    }
    const std::vector<named_view>& views() const { return views_; }

private:
    std::vector<std::unique_ptr<std::string>> names_;
    std::vector<named_view> views_;
};

void check_side_tensor(std::string_view function, const named_view& tensor, const named_view& data, int device) {
    validate_same_memory(function, tensor, data);
    if (tensor.view.count() == 0) return;
    validate_pointer(function, tensor);
    if (device >= 0) validate_device(function, tensor, device, data);
}

}  // namespace

void validate_parameter_dtype(std::string_view function, const named_view& tensor, dtype data) {
    const dtype compute = data == dtype::float64 ? dtype::float64 : dtype::float32;
    if (tensor.view.type() == data || tensor.view.type() == compute) return;
    std::string expected(name_of(data));
    if (compute != data) expected += " or " + std::string(name_of(compute));
    throw dtype_error(std::string(function), std::string(tensor.name), std::string(name_of(tensor.view.type())),
                      expected + ", for data of " + std::string(name_of(data)));
}

int validate_parameters(std::string_view function, const std::vector<named_parameter>& parameters,
                        const std::vector<named_view>& inputs, const std::optional<named_view>& output, int device) {
    const named_view& data = inputs.front();
    side_tensors read;
    side_tensors written;
    for (const named_parameter& parameter : parameters) {
        const named_view values{parameter.name, parameter.view.values()};
        validate_parameter_dtype(function, values, data.view.type());
        check_side_tensor(function, values, data, device);
        if (values.view.count() > 0) read.add(std::string(parameter.name), values.view);
        if (output && values.view.count() > 0 && output->view.count() > 0) {
            validate_disjoint(function, *output, values);
        }
        if (!parameter.gradient) continue;
        const std::string name = gradient_name(parameter);
        const named_view gradient{name, *parameter.gradient};
        const auto sizes = gradient.view.shape().sizes();
        if (!std::ranges::equal(sizes, values.view.shape().sizes())) {
            throw shape_error(
                std::string(function), name, "shape " + to_string(sizes),
                "the shape " + to_string(values.view.shape().sizes()) + " of " + std::string(parameter.name));
        }
        validate_parameter_dtype(function, gradient, data.view.type());
        check_side_tensor(function, gradient, data, device);
        if (gradient.view.count() == 0) continue;
        if (device < 0 && gradient.view.where() == memory::device) {
            device = validate_device_pointer(function, gradient);
        }
        validate_injective(function, gradient);
        for (const named_view& other : written.views()) validate_disjoint(function, gradient, other);
        for (const named_view& other : inputs) validate_disjoint(function, gradient, other);
        if (output) validate_disjoint(function, gradient, *output);
        written.add(name, gradient.view);
    }
    for (const named_view& gradient : written.views()) {
        for (const named_view& other : read.views()) validate_disjoint(function, gradient, other);
    }
    return device;
}

void validate_workspace(const workspace& space, std::size_t needed, const std::vector<named_parameter>& parameters,
                        const std::vector<named_view>& inputs, const std::optional<named_view>& output, int device) {
    constexpr std::string_view function = "backward";
    if (space.bytes() < needed) {
        throw workspace_error("backward", "space", std::to_string(space.bytes()) + " bytes",
                              "at least " + std::to_string(needed) + ", as workspace_bytes says");
    }
    const auto count = static_cast<std::int64_t>(needed / 2);
    const named_view memory{"space", {space.data(), dtype::float16, space.where(), tensor_shape(std::array{count})}};
    check_side_tensor(function, memory, inputs.front(), device);
    const auto address = reinterpret_cast<std::uintptr_t>(space.data());
    if (address % workspace::alignment != 0) {
        throw pointer_error("backward", "space",
                            "an address that is " + std::to_string(address % workspace::alignment) +
                                " above a multiple of " + std::to_string(workspace::alignment),
                            "an address that is a multiple of " + std::to_string(workspace::alignment));
    }
    for (const named_view& input : inputs) validate_disjoint(function, memory, input);
    if (output) validate_disjoint(function, memory, *output);
    for (const named_parameter& parameter : parameters) {
        const const_tensor_view& values = parameter.view.values();
        if (values.count() > 0) validate_disjoint(function, memory, {parameter.name, values});
        if (!parameter.gradient || parameter.gradient->count() == 0) continue;
        const std::string name = gradient_name(parameter);
        validate_disjoint(function, memory, {name, *parameter.gradient});
    }
}

void validate_saved(const channel_activation& activation, const saved_tensor& saved, bool outside) {
    if (const auto* with_bias = std::get_if<biased>(&activation)) {
        if (saved.kind() == saved_kind::nothing) {
            throw saved_tensor_error("backward", "saved", "from_nothing", "from_input or from_output");
        }
        validate_saved(with_bias->function, saved);
    } else if (saved.kind() != saved_kind::input) {
        std::visit(
            [&]<class L>(const L&) {
                if (saved.kind() == saved_kind::output && kernels::learned<L>::has_output_pass) return;
                throw saved_tensor_error(
                    "backward", "saved", "from_" + std::string(name_of(saved.kind())),
                    kernels::learned<L>::has_output_pass ? "from_input or from_output" : "from_input");
            },
            std::get<learnable>(activation));
    }
    if (!saved.view()) {
        throw saved_tensor_error("backward", "saved",
                                 "from_" + std::string(name_of(saved.kind())) + " without a tensor",
                                 "the tensor that was saved");
    }
    if (saved.kind() == saved_kind::output && outside) {
        throw saved_tensor_error("backward", "saved", "from_output with a residual outside",
                                 "from_input: y does not determine the function's argument");
    }
}

void validate_host_slopes(const named_parameter& parameter) {
    const const_tensor_view& values = parameter.view.values();
    if (values.where() != memory::host) return;
    for (std::int64_t i = 0; i < values.count(); ++i) {
        std::int64_t rest = i;
        std::int64_t offset = 0;
        for (int d = values.shape().rank() - 1; d >= 0; --d) {
            offset += rest % values.shape().size(d) * values.shape().stride(d);
            rest /= values.shape().size(d);
        }
        const auto slope = kernels::load_scalar<double>(values.data(), values.type(), offset);
        if (!(slope > 0) || !std::isfinite(slope)) {
            throw saved_tensor_error(
                "backward", "saved", "from_output with the " + std::string(parameter.name) + ' ' + number_text(slope),
                "from_input, unless every " + std::string(parameter.name) + " is positive and finite");
        }
    }
}

}  // namespace softknee::host
