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

std::vector<tensor_ring> channel_tensors(bench_place& place, dtype type, const tensor_shape& shape, int slots) {
    std::vector<tensor_ring> result;
    for (int k = 0; k < maximum_parameter_tensors; ++k) {
        result.emplace_back(place, type, tensor_shape(std::array{channels_of(shape)}), slots);
    }
    return result;
}

}  // namespace

std::string text_of(const channelwise_activation& activation) {
    if (const auto* function = std::get_if<biased>(&activation)) return format(function->function) + " of x + bias";
    return std::string(name_of(std::get<learnable>(activation)));
}

channelwise_bench::channelwise_bench(memory where, dtype type, const tensor_shape& shape, int threads,
                                     cache_state state)
    : type_(type),
      shape_(shape),
      place_(make_place(where, threads)),
      through_(
          rotation_for(state, 2 * static_cast<std::int64_t>(bytes_for(shape.count(), type)), place_->cache_bytes())),
      x_(*place_, type, shape, through_.slots),
      dy_(*place_, type, shape, through_.slots),
      result_(*place_, type, shape, through_.slots),
      parameters_(channel_tensors(*place_, type, shape, through_.slots)),
      gradients_(channel_tensors(*place_, type, shape, through_.slots)),
      passes_(*place_) {}

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
    std::vector<std::vector<parameter_view>> parameters;
    std::vector<channel_gradients> wanted;
    for (int slot = 0; slot < through_.slots; ++slot) {
        parameters.emplace_back();
        wanted.push_back({result_[slot], {}});
        for (std::size_t k = 0; k < count; ++k) {
            parameters.back().push_back(per_channel(parameters_[k][slot], channel_axis));
            wanted.back().parameters.emplace_back(gradients_[k][slot]);
        }
    }

    const auto* learned = std::get_if<learnable>(&activation);
    const std::size_t space_bytes = learned != nullptr
                                        ? workspace_bytes(*learned, x_[0], parameters[0])
                                        : workspace_bytes(std::get<biased>(activation), x_[0], parameters[0].front());
    bench_memory space_memory = place_->allocate(space_bytes);
    const workspace space{space_memory.data(), space_bytes, place_->where()};

    const slot_call call = [&](int slot) {
        const auto& of_slot = parameters[static_cast<std::size_t>(slot)];
        const auto& gradients = wanted[static_cast<std::size_t>(slot)];
        place_->run([&](const auto& where) {
            if (learned != nullptr) {
                if (direction == pass::forward) {
                    forward(*learned, x_[slot], of_slot, result_[slot], where);
                } else {
                    backward(*learned, from_input(x_[slot]), of_slot, dy_[slot], gradients, space, where);
                }
            } else {
                const auto& behind_bias = std::get<biased>(activation);
                if (direction == pass::forward) {
                    forward(behind_bias, x_[slot], of_slot.front(), result_[slot], where);
                } else {
                    backward(behind_bias, from_input(x_[slot]), of_slot.front(), dy_[slot], gradients, space, where);
                }
            }
        });
    };
    const bool two_read = direction != pass::forward;
    const slot_transfer transfer = [&](int slot) { return transfer_of(x_, two_read ? &dy_ : nullptr, result_, slot); };
    return passes_.run({call, traffic_of(activation, direction), transfer, type_, through_, {}}, options);
}

}  // namespace softknee::bench
