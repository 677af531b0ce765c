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

pointwise_bench::pointwise_bench(memory where, dtype type, std::int64_t count, int threads)
    : type_(type),
      count_(count),
      place_(where, threads),
      inputs_(place_.allocate(bytes_for(3 * count, type))),
      outputs_(place_.allocate(bytes_for(2 * count, type))) {
    place_.fill({inputs_.data(), type, where, tensor_shape(std::array{2 * count})});
}

tensor_view pointwise_bench::tensor(bench_memory& memory, std::int64_t index) const {
    const auto bytes = static_cast<std::int64_t>(bytes_for(count_, type_));
    return {memory.data() + index * bytes, type_, place_.where(), tensor_shape(std::array{count_})};
}

measurement pointwise_bench::run(const activation& activation, pass direction, const measure_options& options) {
    const tensor_view x = tensor(inputs_, 0);
    const tensor_view dy = tensor(inputs_, 1);
    const tensor_view y = tensor(inputs_, 2);
    const tensor_view result = tensor(outputs_, 0);
    const bool from_y = direction == pass::backward_from_output;
    if (from_y) place_.run([&](const auto& where) { forward(activation, x, y, where); });
    const saved_tensor saved = from_y ? from_output(y) : from_input(x);

    const arm call = [&] {
        place_.run([&](const auto& where) {
            if (direction == pass::forward) {
                forward(activation, x, result, where);
            } else {
                backward(activation, saved, dy, result, where);
            }
        });
    };
    return measure_beside_copy(place_, call, traffic_of(direction, type_, count_),
                               {inputs_.data(), outputs_.data(), type_}, options);
}

}  // namespace softknee::bench
