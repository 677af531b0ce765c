// SPDX-License-Identifier: Apache-2.0
#include "random_numbers.hpp"

#include <cstring>
#include <random>

namespace softknee::bench {
namespace {

template <class Bits>
void write(std::byte* data, std::int64_t count, int mantissa_bits, int exponent_bias) {
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

}  // namespace

void write_random_numbers(std::byte* data, dtype type, std::int64_t count) {
    switch (type) {
        case dtype::float16:
            return write<std::uint16_t>(data, count, 10, 15);
        case dtype::bfloat16:
            return write<std::uint16_t>(data, count, 7, 127);
        case dtype::float32:
            return write<std::uint32_t>(data, count, 23, 127);
        case dtype::float64:
            return write<std::uint64_t>(data, count, 52, 1023);
    }
}

}  // namespace softknee::bench
