// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <softknee/dtype.hpp>
#include <softknee/tensor_view.hpp>

/// Elements as bit patterns, so that every test is written once for all dtypes.
namespace softknee::test {

/// Where the fields of a floating-point format lie.
struct bit_format {
    int bytes;
    int mantissa_bits;

    explicit bit_format(dtype type)
        : bytes(static_cast<int>(size_of(type))),
          mantissa_bits(type == dtype::float16    ? 10
                        : type == dtype::bfloat16 ? 7
                        : type == dtype::float32  ? 23
                                                  : 52) {}

    int exponent_bits() const { return 8 * bytes - 1 - mantissa_bits; }
    std::uint64_t exponent_mask() const { return ((std::uint64_t(1) << exponent_bits()) - 1) << mantissa_bits; }
    std::uint64_t magnitude_mask() const { return (std::uint64_t(1) << (8 * bytes - 1)) - 1; }
    bool is_nan(std::uint64_t bits) const { return (bits & magnitude_mask()) > exponent_mask(); }
};

/// Elements of one dtype in host memory.
class bit_patterns {
public:
    bit_patterns(dtype type, std::int64_t count)
        : type_(type), count_(count), bytes_(static_cast<std::size_t>(count) * size_of(type)) {}

    dtype type() const { return type_; }
    std::int64_t count() const { return count_; }

    std::uint64_t operator[](std::int64_t i) const {
        std::uint64_t bits = 0;
        std::memcpy(&bits, bytes_.data() + static_cast<std::size_t>(i) * size_of(type_), size_of(type_));
        return bits;
    }
    void set(std::int64_t i, std::uint64_t bits) {
        std::memcpy(bytes_.data() + static_cast<std::size_t>(i) * size_of(type_), &bits, size_of(type_));
    }

    /// A view of all elements, or of those from `offset` on with a shape of their own.
    tensor_view view() { return view(tensor_shape(std::array{count_}), 0); }
    tensor_view view(const tensor_shape& shape, std::int64_t offset) {
        return {bytes_.data() + static_cast<std::size_t>(offset) * size_of(type_), type_, memory::host, shape};
    }

    /// The first difference in words, every NaN being equal to every other; empty if there is none.
    std::string difference_from(const bit_patterns& expected) const {
        const bit_format format(type_);
        for (std::int64_t i = 0; i < count_; ++i) {
            const std::uint64_t got = (*this)[i];
            const std::uint64_t wanted = expected[i];
            if (got == wanted || (format.is_nan(got) && format.is_nan(wanted))) continue;
            char text[96];
            std::snprintf(text, sizeof text, "element %lld is %#llx, expected %#llx", static_cast<long long>(i),
                          static_cast<unsigned long long>(got), static_cast<unsigned long long>(wanted));
            return text;
        }
        return {};
    }

private:
    dtype type_;
    std::int64_t count_;
    std::vector<std::uint8_t> bytes_;
};

/// Half of them any bits at all, half of them between 2^-12 and 2^4 in magnitude, where most functions bend.
inline bit_patterns random_patterns(dtype type, std::int64_t count, std::uint64_t seed) {
    std::mt19937_64 generator(seed);
    const bit_format format(type);
    const std::uint64_t bias = (format.exponent_mask() >> format.mantissa_bits) / 2;
    bit_patterns result(type, count);
    for (std::int64_t i = 0; i < count; ++i) {
        std::uint64_t bits = generator();
        if (generator() % 2 == 0) {
            bits &= ~format.exponent_mask();
            bits |= (bias - 12 + generator() % 16) << format.mantissa_bits;
        }
        result.set(i, bits);
    }
    return result;
}

/// Values of magnitudes between 2^-6 and 2^2, of both signs.
inline bit_patterns moderate_patterns(dtype type, std::int64_t count, std::uint64_t seed) {
    std::mt19937_64 generator(seed);
    const bit_format format(type);
    const std::uint64_t bias = (format.exponent_mask() >> format.mantissa_bits) / 2;
    bit_patterns result(type, count);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint64_t bits = generator() & ~format.exponent_mask();
        result.set(i, bits | (bias - 6 + generator() % 8) << format.mantissa_bits);
    }
    return result;
}

/// Every pattern of a 16-bit dtype once.
inline bit_patterns all_patterns(dtype type) {
    bit_patterns result(type, 65536);
    for (std::int64_t i = 0; i < result.count(); ++i) result.set(i, static_cast<std::uint64_t>(i));
    return result;
}

}  // namespace softknee::test
