// SPDX-License-Identifier: Apache-2.0
#include "agreement.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace softknee::bench {
namespace {

template <class Element>
Element element_at(std::span<const std::byte> bytes, std::size_t index) {
    Element result;
    std::memcpy(&result, bytes.data() + index * sizeof(Element), sizeof(Element));
    return result;
}

double value_of(float16 x) {
    const int exponent = x.bits >> 10 & 31;
    const int mantissa = x.bits & 1023;
    if (exponent == 31) return NAN;  // infinities too: neither is a result that agrees
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return x.bits >> 15 != 0 ? -magnitude : magnitude;
}

double value_at(std::span<const std::byte> bytes, std::size_t index, dtype type) {
    switch (type) {
        case dtype::float16:
            return value_of(element_at<float16>(bytes, index));
        case dtype::bfloat16:
            return std::bit_cast<float>(std::uint32_t(element_at<bfloat16>(bytes, index).bits) << 16);
        case dtype::float32:
            return element_at<float>(bytes, index);
        case dtype::float64:
            return element_at<double>(bytes, index);
    }
    return NAN;
}

/// Some units in the last place of 16 bits; for others what the hardware's approximations of tanh and exp may make.
double tolerance(dtype type) {
    switch (type) {
        case dtype::float16:
            return 0x1p-8;
        case dtype::bfloat16:
            return 0x1p-5;
        default:
            return 0x1p-10;
    }
}

}  // namespace

bool agree(std::span<const std::byte> ours, std::span<const std::byte> theirs, dtype type) {
    if (ours.size() != theirs.size()) return false;
    for (std::size_t i = 0; i < ours.size() / size_of(type); ++i) {
        const double a = value_at(ours, i, type);
        const double b = value_at(theirs, i, type);
        // Not "greater": with a NaN, nothing is less or equal.
        if (!(std::abs(a - b) <= tolerance(type) * std::max(1.0, std::abs(a)))) return false;
    }
    return true;
}

}  // namespace softknee::bench
