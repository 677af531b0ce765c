// SPDX-License-Identifier: Apache-2.0
#include "channelwise_bench.hpp"

#include <array>

#include <softknee/channelwise.hpp>
#include <softknee/error.hpp>
#include <softknee/learnable/description.hpp>

namespace softknee::bench {
namespace {

constexpr int channel_axis = 1;

std::size_t parameter_count_of(const channelwise_activation& activation) {
    if (std::holds_alternative<biased>(activation)) return 1;
    return std::visit([](const auto& a) { return a.parameter_names.size(); }, std::get<learnable>(activation));
}

std::int64_t channels_of(const tensor_shape& shape) {
    if (shape.rank() <= channel_axis) {
        throw shape_error("channelwise_bench", "shape", "rank " + std::to_string(shape.rank()),
                          "a rank of at least 2: the channel is dimension 1");
    }
    return shape.size(channel_axis);
}

/// What a copy moves in each direction: half of the data and parameters of a backward pass, rounded up.
std::size_t copy_bytes(dtype type, const tensor_shape& shape) {
    return bytes_for(2 * shape.count() + maximum_parameter_tensors * channels_of(shape) + 1, type);
}

}  // namespace

std::string text_of(const channelwise_activation& activation) {
    if (const auto* function = std::get_if<biased>(&activation)) return format(function->function) + " of x + bias";
    return std::string(name_of(std::get<learnable>(activation)));
}

channelwise_bench::channelwise_bench(memory where, dtype type, const tensor_shape& shape, int threads)
    : type_(type),
      shape_(shape),
      place_(where, threads),
      inputs_(place_.allocate(copy_bytes(type, shape))),
      outputs_(place_.allocate(copy_bytes(type, shape))),
      parameters_(place_.allocate(bytes_for(maximum_parameter_tensors * channels_of(shape), type))),
      gradients_(place_.allocate(bytes_for(maximum_parameter_tensors * channels_of(shape), type))) {
    place_.fill({inputs_.data(), type, where, tensor_shape(std::array{2 * shape.count()})});
    place_.fill(
        {parameters_.data(), type, where, tensor_shape(std::array{maximum_parameter_tensors * channels_of(shape)})});
}

tensor_view channelwise_bench::data(bench_memory& memory, std::int64_t index) const {
    const auto bytes = static_cast<std::int64_t>(bytes_for(shape_.count(), type_));
    return {memory.data() + index * bytes, type_, place_.where(), shape_};
}

std::vector<tensor_view> channelwise_bench::channels(bench_memory& memory, std::size_t count) const {
    const std::int64_t size = channels_of(shape_);
    std::vector<tensor_view> result;
    for (std::size_t k = 0; k < count; ++k) {
        result.emplace_back(memory.data() + k * bytes_for(size, type_), type_, place_.where(),
                            tensor_shape(std::array{size}));
    }
    return result;
}

traffic channelwise_bench::traffic_of(const channelwise_activation& activation, pass direction) const {
    const auto tensor_bytes = static_cast<std::int64_t>(bytes_for(shape_.count(), type_));
    const auto parameter_bytes =
        static_cast<std::int64_t>(parameter_count_of(activation) * bytes_for(channels_of(shape_), type_));
    if (direction == pass::forward) return {tensor_bytes + parameter_bytes, tensor_bytes};
    return {2 * tensor_bytes + parameter_bytes, tensor_bytes + parameter_bytes};
}

measurement channelwise_bench::run(const channelwise_activation& activation, pass direction,
                                   const measure_options& options) {
    const std::size_t count = parameter_count_of(activation);
    const tensor_view x = data(inputs_, 0);
    const tensor_view dy = data(inputs_, 1);
    const tensor_view result = data(outputs_, 0);
    std::vector<parameter_view> parameters;
    for (const tensor_view& values : channels(parameters_, count)) {
        parameters.push_back(per_channel(values, channel_axis));
    }
    channel_gradients wanted{result, {}};
    for (const tensor_view& gradient : channels(gradients_, count)) wanted.parameters.emplace_back(gradient);

    const auto* learned = std::get_if<learnable>(&activation);
    const std::size_t space_bytes = learned != nullptr
                                        ? workspace_bytes(*learned, x, parameters)
                                        : workspace_bytes(std::get<biased>(activation), x, parameters.front());
    bench_memory space_memory = place_.allocate(space_bytes);
    const workspace space{space_memory.data(), space_bytes, place_.where()};

    const arm call = [&] {
        place_.run([&](const auto& where) {
            if (learned != nullptr) {
                if (direction == pass::forward) {
                    forward(*learned, x, parameters, result, where);
                } else {
                    backward(*learned, from_input(x), parameters, dy, wanted, space, where);
                }
            } else {
                const auto& behind_bias = std::get<biased>(activation);
                if (direction == pass::forward) {
                    forward(behind_bias, x, parameters.front(), result, where);
                } else {
                    backward(behind_bias, from_input(x), parameters.front(), dy, wanted, space, where);
                }
            }
        });
    };
    return measure_beside_copy(place_, call, traffic_of(activation, direction),
                               {inputs_.data(), outputs_.data(), type_}, options);
}

}  // namespace softknee::bench
