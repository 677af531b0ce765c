// SPDX-License-Identifier: Apache-2.0
#include "bench_place.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <thread>

#include "host_copy.hpp"

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

std::vector<cache_line> cache_lines_for(std::size_t bytes) {
    return std::vector<cache_line>((bytes + sizeof(cache_line) - 1) / sizeof(cache_line));
}

}  // namespace

std::byte* bench_memory::data() {
    if (auto* lines = std::get_if<std::vector<cache_line>>(&memory_)) return lines->data()->bytes;
    return static_cast<std::byte*>(std::get<device_memory>(memory_).data());
}

bench_place::bench_place(memory where, int threads) : where_(where) {
    if (where == memory::host) {
        execution_.threads = threads;
        copy_threads_ = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    } else {
        stream_.emplace();
    }
}

bench_memory bench_place::allocate(std::size_t bytes) {
    if (stream_) return bench_memory(device_memory(bytes, *stream_));
    return bench_memory(cache_lines_for(bytes));
}

void bench_place::fill(const tensor_view& contiguous) {
    const std::int64_t count = contiguous.shape().count();
    if (!stream_) return bench::fill(static_cast<std::byte*>(contiguous.data()), contiguous.type(), count);
    std::vector<cache_line> values = cache_lines_for(bytes_for(count, contiguous.type()));
    bench::fill(values.data()->bytes, contiguous.type(), count);
    softknee::copy({values.data(), contiguous.type(), memory::host, contiguous.shape()}, contiguous, *stream_);
    stream_->synchronize();
}

void bench_place::copy(const std::byte* source, std::byte* destination, dtype type, std::int64_t count) {
    if (!stream_) return copy_on_host(source, destination, bytes_for(count, type), copy_threads_);
    const tensor_shape shape(std::array{count});
    softknee::copy({source, type, memory::device, shape}, {destination, type, memory::device, shape}, *stream_);
}

void bench_place::finish() {
    if (stream_) stream_->synchronize();
}

}  // namespace softknee::bench
