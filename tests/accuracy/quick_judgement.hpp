// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "number_format.hpp"

/// Judgements of the plain case in double arithmetic, thirty times as fast as in a wider type: 2^32 inputs take a
/// minute or two. Whatever is not plain is left to the others. Without branches, so that compilers make vectors of it.
namespace softknee_accuracy {

/// Closer to a rounding boundary than this, in ULP, a double is not trusted. The reference's formulas lose up to 16
/// bits of it, which leaves 2^-13 ULP of float32.
inline constexpr double quick_boundary = 0x1p-10;

/// Whether a formula may have lost more than that by cancellation: next to a root. Small results at arguments that are
/// neither as small nor large are taken for such, tails included.
inline bool may_be_near_a_root(double argument, double result) {
    const double magnitude = std::fabs(result);
    return (magnitude < 0x1p-6) & (magnitude > 0x1p-50) & (std::fabs(argument) > 0x1p-12) &
           (magnitude < 0x1p-6 * std::fabs(argument));
}

class quick_judgement {
public:
    /// Instead of a distance.
    static constexpr double uncertain = -1;

    explicit quick_judgement(const number_format& format)
        : least_normal_(std::ldexp(1.0, format.minimum_exponent)),
          last_binade_(std::ldexp(1.0, format.maximum_exponent)),
          scale_(static_cast<std::uint64_t>(format.precision - 1 + 2 * exponent_bias) << significand_bits) {}

    /// The distance in ULP of `computed`, of the format, from `exact`, a double that is nearly the exact result.
    /// `computed` is not the correctly rounded result if it is beyond 0.5. Uncertain where a double cannot tell, where
    /// the result is in the last binade or beyond it, and where the judgement would be bad.
    double operator()(double computed, double exact) const {
        const double magnitude = std::fabs(exact);
        const double binade = magnitude < least_normal_ ? least_normal_ : magnitude;
        const double scale = std::bit_cast<double>(scale_ - (std::bit_cast<std::uint64_t>(binade) & exponent_mask));
        const double units = exact * scale;
        const double computed_units = computed * scale;
        // Rounds to an integer, to even in a tie; nearbyint is a call.
        const double rounded = (units + 0x1.8p52) - 0x1.8p52;
        const double ulp = std::fabs(computed_units - units);
        const bool same_sign = (computed_units * rounded > 0) | ((computed == 0) & (rounded == 0));
        const bool inside = std::fabs(units - rounded) <= 0.5 - quick_boundary;
        return ((magnitude < last_binade_) & inside & (ulp <= 1) & same_sign) ? ulp : uncertain;
    }

private:
    static constexpr int significand_bits = 52;
    static constexpr int exponent_bias = 1023;
    static constexpr std::uint64_t exponent_mask = std::uint64_t(0x7ff) << significand_bits;

    double least_normal_;
    double last_binade_;
    std::uint64_t scale_;  ///< the pattern of 2^(precision - 1), with a bias more
};

}  // namespace softknee_accuracy
