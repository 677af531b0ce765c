// SPDX-License-Identifier: Apache-2.0
#include "pointwise_bench.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

#include <softknee/buffer.hpp>
#include <softknee/execution.hpp>
#include <softknee/pointwise.hpp>
#include <softknee/saved_tensor.hpp>
#include <softknee/stream.hpp>

#include "copy_team.hpp"

namespace softknee::bench {
namespace {

template <class Bits>
void fill(std::byte* data, std::int64_t count, int mantissa_bits, int exponent_bias) {
    std::mt19937_64 generator(20160627);
    constexpr int low_exponent = -4;
    constexpr int binades = 7;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint64_t random = generator();
        const std::uint64_t sign = random >> 63;
        const auto binade = static_cast<std::uint64_t>(exponent_bias + low_exponent) + (random >> 56 & 127) % binades;
        const std::uint64_t mantissa = random & ((std::uint64_t(1) << mantissa_bits) - 1);
        const auto bits = static_cast<Bits>(sign << (sizeof(Bits) * 8 - 1) | binade << mantissa_bits | mantissa);
        std::memcpy(data + i * static_cast<std::int64_t>(sizeof(Bits)), &bits, sizeof(Bits));
    }
}

void fill(std::byte* data, dtype type, std::int64_t count) {
    switch (type) {
        case dtype::float16:
            return fill<std::uint16_t>(data, count, 10, 15);
        case dtype::bfloat16:
            return fill<std::uint16_t>(data, count, 7, 127);
        case dtype::float32:
            return fill<std::uint32_t>(data, count, 23, 127);
        case dtype::float64:
            return fill<std::uint64_t>(data, count, 52, 1023);
    }
}

struct alignas(64) cache_line {
    std::byte bytes[64];
};

std::vector<cache_line> cache_lines_for(std::size_t bytes) {
    return std::vector<cache_line>((bytes + sizeof(cache_line) - 1) / sizeof(cache_line));
}

constexpr int input_tensors = 3;  ///< x, dy, y: x and dy side by side, as the source of copies
constexpr int copy_tensors = 2;   ///< a copy of all bytes of a backward pass writes 1.5 tensors

}  // namespace

/// The memory of a benchmark, and how calls on it are made and awaited.
class pointwise_bench::tensors {
public:
    tensors(memory where, dtype type, std::int64_t count)
        : bytes(static_cast<std::int64_t>(bytes_for(count, type))), where_(where), type_(type), count_(count) {}
    virtual ~tensors() = default;

    virtual void forward(const activation& activation, const_tensor_view x, tensor_view y) = 0;
    virtual void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy,
                          tensor_view dx) = 0;
    virtual void copy(std::int64_t count) = 0;
    virtual void finish() = 0;

    tensor_view x() const { return view(input, 0, count_); }
    tensor_view dy() const { return view(input, 1, count_); }
    tensor_view y() const { return view(input, 2, count_); }
    tensor_view result() const { return view(output, 0, count_); }

protected:
    tensor_view view(std::byte* data, std::int64_t index, std::int64_t elements) const {
        return {data + index * bytes, type_, where_, tensor_shape(std::array{elements})};
    }

    std::int64_t bytes;
    std::byte* input = nullptr;
    std::byte* output = nullptr;

private:
    memory where_;
    dtype type_;
    std::int64_t count_;
};

class pointwise_bench::host_tensors : public tensors {
public:
    host_tensors(dtype type, std::int64_t count, int threads)
        : tensors(memory::host, type, count),
          input_lines_(cache_lines_for(bytes_for(input_tensors * count, type))),
          output_lines_(cache_lines_for(bytes_for(copy_tensors * count, type))),
          element_bytes_(size_of(type)),
          team_(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()))) {
        execution_.threads = threads;
        input = input_lines_.data()->bytes;
        output = output_lines_.data()->bytes;
        fill(input, type, 2 * count);
    }

    void forward(const activation& activation, const_tensor_view x, tensor_view y) override {
        softknee::forward(activation, x, y, execution_);
    }
    void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy,
                  tensor_view dx) override {
        softknee::backward(activation, saved, dy, dx, execution_);
    }
    void copy(std::int64_t count) override {
        team_.copy(input, output, static_cast<std::size_t>(count) * element_bytes_);
    }
    void finish() override {}

private:
    std::vector<cache_line> input_lines_;
    std::vector<cache_line> output_lines_;
    std::size_t element_bytes_;
    host_execution execution_;
    copy_team team_;
};

class pointwise_bench::device_tensors : public tensors {
public:
    device_tensors(dtype type, std::int64_t count)
        : tensors(memory::device, type, count),
          input_memory_(bytes_for(input_tensors * count, type), stream_),
          output_memory_(bytes_for(copy_tensors * count, type), stream_) {
        input = static_cast<std::byte*>(input_memory_.data());
        output = static_cast<std::byte*>(output_memory_.data());
        std::vector<cache_line> values = cache_lines_for(bytes_for(2 * count, type));
        fill(values.data()->bytes, type, 2 * count);
        const tensor_shape shape(std::array{2 * count});
        softknee::copy({values.data(), type, memory::host, shape}, view(input, 0, 2 * count), stream_);
        stream_.synchronize();
    }

    void forward(const activation& activation, const_tensor_view x, tensor_view y) override {
        softknee::forward(activation, x, y, stream_);
    }
    void backward(const activation& activation, const saved_tensor& saved, const_tensor_view dy,
                  tensor_view dx) override {
        softknee::backward(activation, saved, dy, dx, stream_);
    }
    void copy(std::int64_t count) override { softknee::copy(view(input, 0, count), view(output, 0, count), stream_); }
    void finish() override { stream_.synchronize(); }

private:
    stream stream_;
    device_memory input_memory_;
    device_memory output_memory_;
};

traffic traffic_of(pass direction, dtype type, std::int64_t count) {
    const auto tensor_bytes = static_cast<std::int64_t>(bytes_for(count, type));
    return {.read_bytes = direction == pass::forward ? tensor_bytes : 2 * tensor_bytes, .written_bytes = tensor_bytes};
}

pointwise_bench::pointwise_bench(memory where, dtype type, std::int64_t count, int threads)
    : type_(type), count_(count) {
    if (where == memory::host) {
        tensors_ = std::make_unique<host_tensors>(type, count, threads);
    } else {
        tensors_ = std::make_unique<device_tensors>(type, count);
    }
}

pointwise_bench::~pointwise_bench() = default;

pointwise_measurement pointwise_bench::run(const activation& activation, pass direction,
                                           const measure_options& options) {
    tensors& on = *tensors_;
    if (direction == pass::backward_from_output) on.forward(activation, on.x(), on.y());
    const saved_tensor saved = direction == pass::backward_from_output ? from_output(on.y()) : from_input(on.x());

    const traffic moved = traffic_of(direction, type_, count_);
    // An odd count of a backward pass leaves half an element over: the copy moves one more, and rates are compared.
    const auto element_bytes = static_cast<std::int64_t>(size_of(type_));
    const std::int64_t copy_count = (moved.total_bytes() + 2 * element_bytes - 1) / (2 * element_bytes);

    const arm copy = [&] { on.copy(copy_count); };
    const arm call = [&] {
        if (direction == pass::forward) {
            on.forward(activation, on.x(), on.result());
        } else {
            on.backward(activation, saved, on.dy(), on.result());
        }
    };
    const auto timings = measure(
        std::array{copy, call, copy}, [&] { on.finish(); }, options);

    const double rate = static_cast<double>(moved.total_bytes()) / timings[1].median_s;
    // The faster of the two copies: the fraction is not flattered by a copy that was disturbed.
    const timing& best_copy = timings[0].median_s < timings[2].median_s ? timings[0] : timings[2];
    const double copy_rate = static_cast<double>(2 * copy_count * element_bytes) / best_copy.median_s;
    return {.activation = timings[1],
            .copy = best_copy,
            .bytes_per_second = rate,
            .copy_fraction = rate / copy_rate,
            .noise = std::abs(timings[0].median_s - timings[2].median_s) / best_copy.median_s};
}

}  // namespace softknee::bench
