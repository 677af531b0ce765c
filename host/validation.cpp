// SPDX-License-Identifier: Apache-2.0
#include <host/validation.hpp>

#include <algorithm>
#include <string>

#include <host/device/device_runtime.hpp>
#include <host/overlap.hpp>
#include <softknee/error.hpp>

namespace softknee::host {
namespace {

std::string text(std::string_view view) {
    return std::string(view);
}

std::string_view name_of(memory where) {
    return where == memory::host ? "host memory" : "device memory";
}

void check_alike(std::string_view function, const named_view& tensor, const named_view& first) {
    const auto sizes = tensor.view.shape().sizes();
    const auto expected = first.view.shape().sizes();
    if (!std::ranges::equal(sizes, expected)) {
        throw shape_error(text(function), text(tensor.name), "shape " + to_string(sizes),
                          "the shape " + to_string(expected) + " of " + text(first.name));
    }
    if (tensor.view.type() != first.view.type()) {
        throw dtype_error(text(function), text(tensor.name), text(softknee::name_of(tensor.view.type())),
                          text(softknee::name_of(first.view.type())) + ", the dtype of " + text(first.name));
    }
    validate_same_memory(function, tensor, first);
}

void check_overlap(const call_tensors& tensors, const named_view& input) {
    if (identical(input.view, *tensors.output) || certainly_disjoint(input.view, *tensors.output)) return;
    throw overlap_error(text(tensors.function), text(tensors.output_name), "a view that overlaps " + text(input.name),
                        "the identical view or one that shares no byte with it");
}

}  // namespace

void validate_same_memory(std::string_view function, const named_view& tensor, const named_view& first) {
    if (tensor.view.where() == first.view.where()) return;
    throw placement_error(text(function), text(tensor.name), text(name_of(tensor.view.where())),
                          text(name_of(first.view.where())) + ", as for " + text(first.name));
}

void validate_injective(std::string_view function, const named_view& output) {
    if (certainly_injective(output.view)) return;
    throw overlap_error(
        text(function), text(output.name),
        "strides " + to_string(output.view.shape().strides()) + " for shape " + to_string(output.view.shape().sizes()),
        "strides that give every element a place of its own");
}

void validate_disjoint(std::string_view function, const named_view& output, const named_view& other) {
    if (certainly_disjoint(output.view, other.view)) return;
    throw overlap_error(text(function), text(output.name), "memory that overlaps " + text(other.name),
                        "memory that shares no byte with it");
}

void validate_device(std::string_view function, const named_view& tensor, int device, const named_view& first) {
    const int own = validate_device_pointer(function, tensor);
    if (own == device) return;
    throw placement_error(text(function), text(tensor.name), "memory of device " + std::to_string(own),
                          "memory of device " + std::to_string(device) + ", as for " + text(first.name));
}

void validate_pointer(std::string_view function, const named_view& tensor) {
    const std::size_t alignment = size_of(tensor.view.type());
    if (tensor.view.data() == nullptr) {
        throw pointer_error(text(function), text(tensor.name), "a null pointer",
                            "memory for " + std::to_string(tensor.view.count()) + " elements");
    }
    const auto address = reinterpret_cast<std::uintptr_t>(tensor.view.data());
    if (address % alignment != 0) {
        throw pointer_error(
            text(function), text(tensor.name),
            "an address that is " + std::to_string(address % alignment) + " above a multiple of " +
                std::to_string(alignment),
            "an address that is a multiple of the size of " + text(softknee::name_of(tensor.view.type())));
    }
}

int validate_device_pointer(std::string_view function, const named_view& tensor) {
    require_device();
    const pointer_location location = locate(tensor.view.data());
    if (location.where != pointer_location::kind::device && location.where != pointer_location::kind::managed) {
        throw placement_error(text(function), text(tensor.name), "a host pointer in a device view",
                              "a pointer to device or managed memory");
    }
    return location.device;
}

int validate_tensors(const call_tensors& tensors) {
    const named_view& first = tensors.inputs.front();
    const auto output = tensors.output ? std::optional(named_view{tensors.output_name, *tensors.output}) : std::nullopt;
    const auto for_each = [&](const auto& check) {
        for (const named_view& tensor : tensors.inputs) check(tensor);
        if (output) check(*output);
    };
    for_each([&](const named_view& tensor) { check_alike(tensors.function, tensor, first); });
    if (first.view.count() == 0) return -1;

    for_each([&](const named_view& tensor) { validate_pointer(tensors.function, tensor); });
    if (output) {
        validate_injective(tensors.function, *output);
        for (const named_view& input : tensors.inputs) check_overlap(tensors, input);
    }
    if (first.view.where() == memory::host) return -1;

    const int device = validate_device_pointer(tensors.function, first);
    for_each([&](const named_view& tensor) { validate_device(tensors.function, tensor, device, first); });
    return device;
}

void validate_saved(const activation& activation, const saved_tensor& saved, std::string_view name) {
    const auto got = [&] { return "from_" + std::string(name_of(saved.kind())); };
    if (!determines_derivative(activation, saved.kind())) {
        std::string expected = "one of:";
        for (const saved_kind kind : {saved_kind::nothing, saved_kind::input, saved_kind::output}) {
            if (determines_derivative(activation, kind)) expected += " from_" + std::string(name_of(kind));
        }
        throw saved_tensor_error("backward", text(name), got(), expected + ", for " + format(activation));
    }
    if (saved.kind() != saved_kind::nothing && !saved.view()) {
        throw saved_tensor_error("backward", text(name), got() + " without a tensor", "the tensor that was saved");
    }
}

void validate_execution(std::string_view function, const host_execution& execution, memory where) {
    if (where == memory::device) {
        throw placement_error(std::string(function), "execution", "a host execution for device views",
                              "host views, or a stream in its place");
    }
    if (execution.threads < 0) {
        throw unsupported_error(std::string(function), "execution", std::to_string(execution.threads) + " threads",
                                "0 or more threads");
    }
    static const auto available = available_instruction_sets();
    if (std::ranges::find(available, execution.set) == available.end()) {
        const std::string_view got = name_of(execution.set);
        throw unsupported_error(
            std::string(function), "execution", got.empty() ? "no instruction set" : std::string(got),
            "an instruction set of this machine, at most " + std::string(name_of(best_instruction_set())));
    }
}

}  // namespace softknee::host
