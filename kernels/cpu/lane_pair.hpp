// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cpu/lanes.hpp>

/// Several SIMD registers that are computed with in turns, operation by operation, so that each operation has
/// neighbours that do not wait for it.
namespace softknee::kernels::cpu {

template <class Mask>
struct mask_pair {
    Mask low, high;

    SOFTKNEE_FUNCTION friend mask_pair operator&(mask_pair a, mask_pair b) { return {a.low & b.low, a.high & b.high}; }
    SOFTKNEE_FUNCTION friend mask_pair operator|(mask_pair a, mask_pair b) { return {a.low | b.low, a.high | b.high}; }
    SOFTKNEE_FUNCTION friend mask_pair operator!(mask_pair a) { return {!a.low, !a.high}; }
    SOFTKNEE_FUNCTION friend bool none(mask_pair a) { return none(a.low | a.high); }
};

/// The forms ask whether a register has these operations, so a pair must not have them if its halves lack them.
template <class Lanes>
concept rounds_in_directions = requires(Lanes a) {
    fma_upwards(a, a, a);
};

template <class Lanes>
concept fuses_with_signs = requires(Lanes a) {
    product_less(a, a, a);
};

template <class Lanes>
concept copies_signs_and_scales = requires(Lanes a) {
    with_sign_of(a, a);
    times_two_to(a, a);
};

/// Two registers, or two pairs, with the operations of one.
template <class Half>
struct lane_pair {
    using half = Half;
    using scalar = typename Half::scalar;
    using mask = mask_pair<typename Half::mask>;
    static constexpr int count = 2 * Half::count;

    Half low, high;

    lane_pair() = default;
    SOFTKNEE_FUNCTION lane_pair(scalar value) : low(value), high(value) {}
    SOFTKNEE_FUNCTION lane_pair(Half low_half, Half high_half) : low(low_half), high(high_half) {}

    SOFTKNEE_FUNCTION friend lane_pair negate(lane_pair a) { return {negate(a.low), negate(a.high)}; }
    SOFTKNEE_FUNCTION friend lane_pair absolute(lane_pair a) { return {absolute(a.low), absolute(a.high)}; }

#define SOFTKNEE_BINARY(result, name)                                \
    SOFTKNEE_FUNCTION friend result name(lane_pair a, lane_pair b) { \
        return {name(a.low, b.low), name(a.high, b.high)};           \
    }
    SOFTKNEE_BINARY(lane_pair, add)
    SOFTKNEE_BINARY(lane_pair, subtract)
    SOFTKNEE_BINARY(lane_pair, multiply)
    SOFTKNEE_BINARY(lane_pair, at_least)
    SOFTKNEE_BINARY(lane_pair, at_most)
    SOFTKNEE_BINARY(lane_pair, operator+)
    SOFTKNEE_BINARY(lane_pair, operator-)
    SOFTKNEE_BINARY(lane_pair, operator&)
    SOFTKNEE_BINARY(lane_pair, operator|)
    SOFTKNEE_BINARY(lane_pair, operator^)
    SOFTKNEE_BINARY(mask, less)
    SOFTKNEE_BINARY(mask, less_equal)
    SOFTKNEE_BINARY(mask, equal)
    SOFTKNEE_BINARY(mask, operator>)
    SOFTKNEE_BINARY(mask, operator>=)
    SOFTKNEE_BINARY(mask, operator==)
#undef SOFTKNEE_BINARY

    SOFTKNEE_FUNCTION friend lane_pair operator<<(lane_pair a, int bits) {
        return {a.low << bits, a.high << bits};
    }
    SOFTKNEE_FUNCTION friend lane_pair operator>>(lane_pair a, int bits) {
        return {a.low >> bits, a.high >> bits};
    }

    SOFTKNEE_FUNCTION friend lane_pair fma(lane_pair a, lane_pair b, lane_pair c) {
        return {fma(a.low, b.low, c.low), fma(a.high, b.high, c.high)};
    }

    SOFTKNEE_FUNCTION friend lane_pair product_less(lane_pair a, lane_pair b,
                                                    lane_pair c) requires(fuses_with_signs<Half>) {
        return {product_less(a.low, b.low, c.low), product_less(a.high, b.high, c.high)};
    }
    SOFTKNEE_FUNCTION friend lane_pair subtract_product(lane_pair c, lane_pair a,
                                                        lane_pair b) requires(fuses_with_signs<Half>) {
        return {subtract_product(c.low, a.low, b.low), subtract_product(c.high, a.high, b.high)};
    }
    SOFTKNEE_FUNCTION friend lane_pair with_sign_of(lane_pair a,
                                                    lane_pair sign) requires(copies_signs_and_scales<Half>) {
        return {with_sign_of(a.low, sign.low), with_sign_of(a.high, sign.high)};
    }
    SOFTKNEE_FUNCTION friend lane_pair times_two_to(lane_pair a, lane_pair n) requires(copies_signs_and_scales<Half>) {
        return {times_two_to(a.low, n.low), times_two_to(a.high, n.high)};
    }

#define SOFTKNEE_DIRECTED(direction)                                                                            \
    SOFTKNEE_FUNCTION friend lane_pair fma_##direction(lane_pair a, lane_pair b,                                \
                                                       lane_pair c) requires(rounds_in_directions<Half>) {      \
        return {fma_##direction(a.low, b.low, c.low), fma_##direction(a.high, b.high, c.high)};                 \
    }                                                                                                           \
    SOFTKNEE_FUNCTION friend lane_pair multiply_##direction(lane_pair a,                                        \
                                                            lane_pair b) requires(rounds_in_directions<Half>) { \
        return {multiply_##direction(a.low, b.low), multiply_##direction(a.high, b.high)};                      \
    }
    SOFTKNEE_DIRECTED(towards_zero)
    SOFTKNEE_DIRECTED(upwards)
    SOFTKNEE_DIRECTED(downwards)
#undef SOFTKNEE_DIRECTED

    /// The mask may be one of bit patterns.
    template <class Mask>
    SOFTKNEE_FUNCTION friend lane_pair select(mask_pair<Mask> condition, lane_pair if_true, lane_pair if_false) {
        return {select(condition.low, if_true.low, if_false.low), select(condition.high, if_true.high, if_false.high)};
    }

    SOFTKNEE_FUNCTION friend auto as_bits(lane_pair a) {
        return lane_pair<decltype(as_bits(a.low))>(as_bits(a.low), as_bits(a.high));
    }
    SOFTKNEE_FUNCTION friend auto from_bits(lane_pair a) {
        return lane_pair<decltype(from_bits(a.low))>(from_bits(a.low), from_bits(a.high));
    }
};

}  // namespace softknee::kernels::cpu
