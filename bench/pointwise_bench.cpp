// SPDX-License-Identifier: Apache-2.0
#include "pointwise_bench.hpp"

#include <array>

#include <softknee/pointwise.hpp>
#include <softknee/saved_tensor.hpp>

namespace softknee::bench {

traffic traffic_of(pass direction, dtype type, std::int64_t count) {
    const auto tensor_bytes = static_cast<std::int64_t>(bytes_for(count, type));
    return {.read_bytes = direction == pass::forward ? tensor_bytes : 2 * tensor_bytes, .written_bytes = tensor_bytes};
}

pointwise_bench::pointwise_bench(memory where, dtype type, std::int64_t count, int threads, cache_state state,
                                 int members)
    : type_(type),
      count_(count),
      members_(members),
      place_(make_place(where, threads)),
      through_(rotation_for(state, traffic_of(pass::forward, type, count).total_bytes(), place_->cache_bytes())),
      x_(*place_, type, tensor_shape(std::array{count}), through_.slots),
      dy_(*place_, type, tensor_shape(std::array{count}), through_.slots),
      result_(*place_, type, tensor_shape(std::array{count}), through_.slots),
      passes_(*place_) {}

std::vector<list_call> pointwise_bench::list_calls(const activation& activation, pass direction, tensor_ring& saved) {
    std::vector<list_call> result;
    if (members_ == 1) return result;
    for (int slot = 0; slot < through_.slots; ++slot) {
        result.emplace_back(activation, direction, saved[slot], dy_[slot], result_[slot], members_);
    }
    return result;
}

measurement pointwise_bench::run(const activation& activation, pass direction, const measure_options& options) {
    const bool from_y = direction == pass::backward_from_output;
    if (from_y) {
        if (!y_) y_.emplace(*place_, type_, tensor_shape(std::array{count_}), through_.slots);
        for (int slot = 0; slot < through_.slots; ++slot) {
            place_->run([&](const auto& where) { forward(activation, x_[slot], (*y_)[slot], where); });
        }
        place_->finish();
    }
    tensor_ring& saved = from_y ? *y_ : x_;

    const std::vector<list_call> lists = list_calls(activation, direction, saved);
    const slot_call call = [&](int slot) {
        if (!lists.empty()) return lists[static_cast<std::size_t>(slot)].together(*place_);
        place_->run([&](const auto& where) {
            if (direction == pass::forward) {
                forward(activation, x_[slot], result_[slot], where);
            } else {
                backward(activation, from_y ? from_output(saved[slot]) : from_input(saved[slot]), dy_[slot],
                         result_[slot], where);
            }
        });
    };
    const bool two_read = direction != pass::forward;
    const slot_transfer transfer = [&](int slot) {
        return transfer_of(saved, two_read ? &dy_ : nullptr, result_, slot);
    };
    const auto input = [&](int slot) { return x_.data(slot); };
    auto peers = place_->peers({activation, direction, type_, count_, call, transfer, input, through_});
    const slot_call one_by_one = [&](int slot) { lists[static_cast<std::size_t>(slot)].one_by_one(*place_); };
    if (!lists.empty()) peers.push_back({"a call for each", place_->timed(one_by_one, through_)});
    return passes_.run({call, traffic_of(direction, type_, count_), transfer, type_, through_, peers}, options);
}

}  // namespace softknee::bench
