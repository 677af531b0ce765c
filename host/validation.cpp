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
    if (tensor.view.where() != first.view.where()) {
        throw placement_error(text(function), text(tensor.name), text(name_of(tensor.view.where())),
                              text(name_of(first.view.where())) + ", as for " + text(first.name));
    }
}

void check_overlap(const call_tensors& tensors, const named_view& input) {
    if (identical(input.view, tensors.output) || certainly_disjoint(input.view, tensors.output)) return;
    throw overlap_error(text(tensors.function), text(tensors.output_name), "a view that overlaps " + text(input.name),
                        "the identical view or one that shares no byte with it");
}

}  // namespace

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
    std::vector<named_view> all = tensors.inputs;
    all.push_back({tensors.output_name, tensors.output});
    for (const named_view& tensor : all) check_alike(tensors.function, tensor, all.front());
    if (tensors.output.count() == 0) return -1;

    for (const named_view& tensor : all) validate_pointer(tensors.function, tensor);
    if (!certainly_injective(tensors.output)) {
        throw overlap_error(text(tensors.function), text(tensors.output_name),
                            "strides " + to_string(tensors.output.shape().strides()) + " for shape " +
                                to_string(tensors.output.shape().sizes()),
                            "strides that give every element a place of its own");
    }
    for (const named_view& input : tensors.inputs) check_overlap(tensors, input);
    if (tensors.output.where() == memory::host) return -1;

    const int device = validate_device_pointer(tensors.function, all.front());
    for (const named_view& tensor : all) {
        const int own = validate_device_pointer(tensors.function, tensor);
        if (own != device) {
            throw placement_error(text(tensors.function), text(tensor.name), "memory of device " + std::to_string(own),
                                  "memory of device " + std::to_string(device) + ", as for " + text(all.front().name));
        }
    }
    return device;
}

}  // namespace softknee::host
