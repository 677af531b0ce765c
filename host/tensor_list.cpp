// SPDX-License-Identifier: Apache-2.0
#include <softknee/tensor_list.hpp>

#include <string>
#include <vector>

#include <host/dispatch.hpp>
#include <host/list_validation.hpp>
#include <host/prepared_call.hpp>
#include <host/validation.hpp>
#include <softknee/error.hpp>

namespace softknee {
namespace {

using host::numbered;
using host::prepared_call;

/// The calls of a list that have elements, all of one place.
struct prepared_list {
    std::vector<kernels::pointwise_call> calls;
    int device = -1;
};

void check_length(std::string_view function, std::string_view name, std::size_t got, std::string_view of,
                  std::size_t expected) {
    if (got == expected) return;
    throw shape_error(std::string(function), std::string(name), std::to_string(got) + " tensors",
                      std::to_string(expected) + ", as many as " + std::string(of));
}

/// @param prepare  of a member's number, its call
template <class Prepare>
prepared_list prepare_members(const host::tensor_list& list, const Prepare& prepare) {
    prepared_list result;
    result.calls.reserve(list.size());
    std::vector<int> devices;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const prepared_call prepared = prepare(i);
        devices.push_back(prepared.device);
        if (prepared.call.count > 0) result.calls.push_back(prepared.call);
    }
    result.device = host::validate_list(list, devices);
    return result;
}

prepared_list prepare_forward(const activation& activation, std::span<const const_tensor_view> x,
                              std::span<const tensor_view> y) {
    validate(activation);
    check_length("forward", "y", y.size(), "x", x.size());
    host::tensor_list list{"forward", "y", y, {{"x", {}}}};
    for (const const_tensor_view& view : x) list.inputs[0].tensors.push_back(&view);
    return prepare_members(list, [&](std::size_t i) {
        return host::prepare_forward(activation, x[i], y[i], {numbered("x", i), numbered("y", i)});
    });
}

prepared_list prepare_backward(const activation& activation, std::span<const saved_tensor> saved,
                               std::span<const const_tensor_view> dy, std::span<const tensor_view> dx) {
    validate(activation);
    check_length("backward", "saved", saved.size(), "dy", dy.size());
    check_length("backward", "dx", dx.size(), "dy", dy.size());
    host::tensor_list list{"backward", "dx", dx, {{"saved", {}}, {"dy", {}}}};
    for (const saved_tensor& kept : saved) list.inputs[0].tensors.push_back(kept.view() ? &*kept.view() : nullptr);
    for (const const_tensor_view& view : dy) list.inputs[1].tensors.push_back(&view);
    return prepare_members(list, [&](std::size_t i) {
        return host::prepare_backward(activation, saved[i], dy[i], dx[i],
                                      {numbered("saved", i), numbered("dy", i), numbered("dx", i)});
    });
}

void run_on_host(const activation& activation, const prepared_list& list, const host_execution& execution) {
    for (const kernels::pointwise_call& call : list.calls) host::run_on_host(activation, call, execution);
}

void run(const activation& activation, const prepared_list& list, stream_ref stream) {
    if (list.device < 0) {
        run_on_host(activation, list, host_execution());
    } else {
        host::launch_on_device(activation, list.calls, list.device, stream);
    }
}

/// Of a list without tensors, which may be anywhere, the host.
memory place_of(std::span<const tensor_view> outputs) {
    return outputs.empty() ? memory::host : outputs.front().where();
}

}  // namespace

void forward(const activation& activation, std::span<const const_tensor_view> x, std::span<const tensor_view> y,
             stream_ref stream) {
    run(activation, prepare_forward(activation, x, y), stream);
}

void forward(const activation& activation, std::span<const const_tensor_view> x, std::span<const tensor_view> y,
             const host_execution& execution) {
    host::validate_execution("forward", execution, place_of(y));
    run_on_host(activation, prepare_forward(activation, x, y), execution);
}

void backward(const activation& activation, std::span<const saved_tensor> saved, std::span<const const_tensor_view> dy,
              std::span<const tensor_view> dx, stream_ref stream) {
    run(activation, prepare_backward(activation, saved, dy, dx), stream);
}

void backward(const activation& activation, std::span<const saved_tensor> saved, std::span<const const_tensor_view> dy,
              std::span<const tensor_view> dx, const host_execution& execution) {
    host::validate_execution("backward", execution, place_of(dx));
    run_on_host(activation, prepare_backward(activation, saved, dy, dx), execution);
}

}  // namespace softknee
