// SPDX-License-Identifier: Apache-2.0
#include <softknee/pointwise.hpp>

#include <host/dispatch.hpp>
#include <host/prepared_call.hpp>
#include <host/validation.hpp>

namespace softknee {
namespace {

using host::prepared_call;

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
    validate(activation);
    run(activation, host::prepare_forward(activation, x, y), stream);
}

void forward(const activation& activation, const_tensor_view x, tensor_view y, const host_execution& execution) {
    host::validate_execution("forward", execution, y.where());
    validate(activation);
    run_on_host(activation, host::prepare_forward(activation, x, y), execution);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              stream_ref stream) {
    validate(activation);
    run(activation, host::prepare_backward(activation, saved, dy, dx), stream);
}

void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy, tensor_view dx,
              const host_execution& execution) {
    host::validate_execution("backward", execution, dx.where());
    validate(activation);
    run_on_host(activation, host::prepare_backward(activation, saved, dy, dx), execution);
}

}  // namespace softknee
