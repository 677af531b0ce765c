// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "../bit_patterns.hpp"

/// What the recorded outputs were computed from. A recording holds for these inputs alone: whoever changes them makes
/// all recordings worthless.
namespace softknee::test {

/// A multiple of three, for the strided layout, and no multiple of a pack: the last one is not full.
inline constexpr std::int64_t fixed_count = 65536 + 5;

/// SplitMix64 (Steele, Lea and Flood, 2014), which is the same everywhere.
class split_mix {
public:
    explicit split_mix(std::uint64_t seed) : state_(seed) {}

    std::uint64_t operator()() {
        std::uint64_t bits = state_ += 0x9e3779b97f4a7c15;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
        return bits ^ (bits >> 31);
    }

private:
    std::uint64_t state_;
};

/// Half of them any bits, half of them between 2^-12 and 2^4 in magnitude, where most functions bend; one in eight of
/// all with a mantissa of zeros, which makes powers of two, zeros and infinities.
inline bit_patterns seeded_patterns(dtype type, std::uint64_t seed) {
    split_mix generate(seed);
    const bit_format format(type);
    const std::uint64_t bias = (format.exponent_mask() >> format.mantissa_bits) / 2;
    const std::uint64_t mantissa_mask = (std::uint64_t(1) << format.mantissa_bits) - 1;
    bit_patterns result(type, fixed_count);
    for (std::int64_t i = 0; i < fixed_count; ++i) {
        std::uint64_t bits = generate();
        const std::uint64_t choice = generate();
        if (choice % 2 == 0) {
            bits &= ~format.exponent_mask();
            bits |= (bias - 12 + (choice >> 8) % 16) << format.mantissa_bits;
        }
        if ((choice >> 4) % 8 == 0) bits &= ~mantissa_mask;
        result.set(i, bits);
    }
    return result;
}

/// All patterns of a 16-bit dtype. Of the others, for every exponent and sign the first, the second and the last, which
/// are the zeros, the ends of the subnormal and of the normal numbers, infinities and NaN among them; then seeded ones.
inline bit_patterns fixed_patterns(dtype type) {
    const bit_format format(type);
    bit_patterns result = seeded_patterns(type, 1);
    if (format.bytes == 2) {
        for (std::int64_t i = 0; i < fixed_count; ++i) result.set(i, static_cast<std::uint64_t>(i));
        return result;
    }
    const std::uint64_t last_mantissa = (std::uint64_t(1) << format.mantissa_bits) - 1;
    std::int64_t i = 0;
    for (std::uint64_t exponent = 0; exponent < std::uint64_t(2) << format.exponent_bits(); ++exponent) {
        for (const std::uint64_t mantissa : {std::uint64_t(0), std::uint64_t(1), last_mantissa}) {
            result.set(i++, exponent << format.mantissa_bits | mantissa);
        }
    }
    return result;
}

}  // namespace softknee::test
