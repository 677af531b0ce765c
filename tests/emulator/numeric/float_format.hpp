// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <emulator/interpreter/instruction.hpp>

/// Floating-point formats of 16 bits and fewer, decoded to and rounded from double.
namespace softknee_emulator {

struct float_format {
    int exponent_bits;
    int mantissa_bits;
    bool has_infinity;  ///< e4m3 has none, and a NaN in one pattern only
    std::uint32_t nan;  ///< what an instruction gives

    int bias() const { return (1 << (exponent_bits - 1)) - 1; }
    std::uint32_t sign_bit() const { return 1u << (exponent_bits + mantissa_bits); }
    std::uint32_t infinity() const { return ((1u << exponent_bits) - 1) << mantissa_bits; }
    std::uint32_t largest() const { return has_infinity ? infinity() - 1 : sign_bit() - 2; }
};

inline constexpr float_format float16_format{5, 10, true, 0x7fff};
inline constexpr float_format bfloat16_format{8, 7, true, 0x7fff};
inline constexpr float_format e4m3_format{4, 3, false, 0x7f};
inline constexpr float_format e5m2_format{5, 2, true, 0x7f};

double decode(const float_format& format, std::uint32_t bits);

/// What becomes of a value that is too large.
enum class overflow { to_infinity, to_largest };

/// Rounds once. An inexact `value` must have been rounded to odd (see to_odd), so that it lies on the same side of
/// every number of the format and of every middle between two.
std::uint32_t encode(const float_format& format, double value, rounding mode, overflow too_large);

/// sum + the sign of what is missing from it, such that no later rounding is a second one: the last bit of an inexact
/// sum is made odd (Boldo and Melquiond, IEEE Transactions on Computers 57(4), 2008).
double to_odd(double sum, double missing);

}  // namespace softknee_emulator
