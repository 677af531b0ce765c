// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/stream.hpp>

#include "sweep.hpp"
#include "ulp.hpp"

namespace softknee_accuracy {

namespace {

using softknee::const_tensor_view;
using softknee::memory;
using softknee::tensor_view;

/// `count` elements that are all 1.
std::vector<std::byte> ones(softknee::dtype type, std::size_t count) {
    const std::uint64_t one = round_to(type, 1.0L).bits;
    const std::size_t size = softknee::size_of(type);
    std::vector<std::byte> result(size * count);
    // Little-endian: the low bytes of the pattern are the element.
    for (std::size_t i = 0; i < count; ++i) std::memcpy(&result[i * size], &one, size);
    return result;
}

softknee::saved_tensor saved(softknee::pass direction, const const_tensor_view& view) {
    return direction == softknee::pass::backward_from_output ? softknee::from_output(view) : softknee::from_input(view);
}

void evaluate_on_host(const sweep_request& request, const void* input, void* output, std::size_t count) {
    const softknee::tensor_shape shape(std::array{static_cast<std::int64_t>(count)});
    const const_tensor_view x(input, request.type, memory::host, shape);
    const tensor_view y(output, request.type, memory::host, shape);
    const softknee::host_execution execution{.threads = 1};
    if (request.direction == softknee::pass::forward) {
        softknee::forward(request.activation, x, y, execution);
        return;
    }
    const auto dy = ones(request.type, count);
    softknee::backward(request.activation, saved(request.direction, x),
                       const_tensor_view(dy.data(), request.type, memory::host, shape), y, execution);
}

void evaluate_on_device(const sweep_request& request, const void* input, void* output, std::size_t count) {
    const softknee::tensor_shape shape(std::array{static_cast<std::int64_t>(count)});
    const softknee::stream stream;
    const std::size_t bytes = count * softknee::size_of(request.type);
    const softknee::device_memory source(bytes, stream);
    const softknee::device_memory result(bytes, stream);
    const tensor_view x(source.data(), request.type, memory::device, shape);
    const tensor_view y(result.data(), request.type, memory::device, shape);
    softknee::copy(const_tensor_view(input, request.type, memory::host, shape), x, stream);
    if (request.direction == softknee::pass::forward) {
        softknee::forward(request.activation, x, y, stream);
    } else {
        const auto dy = ones(request.type, count);
        softknee::copy(const_tensor_view(dy.data(), request.type, memory::host, shape), y, stream);
        softknee::backward(request.activation, saved(request.direction, x), y, y, stream);
    }
    softknee::copy(y, tensor_view(output, request.type, memory::host, shape), stream);
    stream.synchronize();
}

}  // namespace

block_evaluator product_evaluator(const sweep_request& request) {
    return [request](const void* input, void* output, std::size_t count) {
        (request.on_device ? evaluate_on_device : evaluate_on_host)(request, input, output, count);
    };
}

}  // namespace softknee_accuracy
