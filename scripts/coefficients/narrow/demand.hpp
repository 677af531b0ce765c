// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include <softknee/dtype.hpp>

namespace softknee_coefficients {

struct interval {
    float low = -std::numeric_limits<float>::infinity();
    float high = std::numeric_limits<float>::infinity();

    bool contains(float value) const { return value >= low && value <= high; }
};

/// What a result in float32 has to be for one input, before it is rounded to 16 bits.
struct demand {
    interval rounded;  ///< rounds to the correctly rounded result; zeros count as equal
    interval close;    ///< is also near the exact result, in one of the two senses below
};

/// The largest rounding error of a product with a derivative, in ULP.
inline constexpr double product_bound = 0.501;

/// How far from its exact result a function with parameters may be, in ULP: at other parameters other inputs are next
/// to a tie, and few of them are if this is small.
inline constexpr double free_distance = 0.0008;

/// The float32 numbers that round to this pattern.
interval make_rounding_interval(softknee::dtype type, std::uint16_t expected);

/// The derivatives whose product with any dy, in float32 and then in `type`, is within `product_bound`.
interval make_product_interval(softknee::dtype type, double exact);

/// The results within `free_distance`, where the exact one is within a quarter of a unit of a tie: celu, which is x
/// near 0, is meant to be off elsewhere.
interval make_distance_interval(softknee::dtype type, double exact);

}  // namespace softknee_coefficients
