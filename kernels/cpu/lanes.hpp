// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <softknee/execution.hpp>
#include <softknee/math/platform.hpp>

/// SIMD registers for `softknee::math::real`, on the vector types of GCC and Clang.
///
/// The instruction set is a template argument of everything here, and so part of the name of every function made from
/// it: the linker cannot merge a function compiled for AVX-512 with its twin for an older machine.
///
/// What registers hold is mutable, because GCC 12 takes no constant object apart into registers if a function that was
/// inlined has made it ("store to a read-only decl"). Pairs of numbers and whatever else is a structure then went
/// through memory, in halves that stall the load of the whole: tanh's gradient took 1.6 times as long with AVX2.
namespace softknee::kernels::cpu {

template <class Scalar, instruction_set Set>
struct lanes;

/// One truth value per lane, as all ones or all zeros.
template <class Scalar, instruction_set Set>
struct lane_mask {
    using vector = decltype(typename lanes<Scalar, Set>::vector{} < typename lanes<Scalar, Set>::vector{});
    mutable vector v;

    SOFTKNEE_FUNCTION friend lane_mask operator&(lane_mask a, lane_mask b) { return {a.v & b.v}; }
    SOFTKNEE_FUNCTION friend lane_mask operator|(lane_mask a, lane_mask b) { return {a.v | b.v}; }
    SOFTKNEE_FUNCTION friend lane_mask operator!(lane_mask a) { return {~a.v}; }
#if defined(__AVX512F__)
    /// Whether it is false in every lane: for forms that may then leave something out.
    SOFTKNEE_FUNCTION friend bool none(lane_mask a) requires(sizeof(vector) == 64) {
        const auto bits = std::bit_cast<__m512i>(a.v);
        return _mm512_test_epi32_mask(bits, bits) == 0;
    }
#endif
#if defined(__AVX__)
    SOFTKNEE_FUNCTION friend bool none(lane_mask a) requires(sizeof(vector) == 32) {
        const auto bits = std::bit_cast<__m256i>(a.v);
        return _mm256_testz_si256(bits, bits) != 0;
    }
#endif
};

/// A register of `count` scalars; the operations of softknee/math/operations.hpp as friends.
template <class Scalar, instruction_set Set>
struct lanes {
    using scalar = Scalar;
    /// One lane in the baseline set: it has no fma instruction, so each fma is a call for each lane, and wider
    /// registers doubled the compile time without any gain.
    static constexpr int bytes = Set == instruction_set::avx512 ? 64
                                 : Set == instruction_set::avx2 ? 32
                                                                : sizeof(Scalar);
    static constexpr int count = bytes / sizeof(Scalar);
    using vector [[gnu::vector_size(bytes)]] = Scalar;
    using mask = lane_mask<Scalar, Set>;
    using unsigned_scalar = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;
    using bits = lanes<unsigned_scalar, Set>;

    mutable vector v;

    lanes() = default;
    /// Subtracting +0 broadcasts every value unchanged, -0 and NaN included.
    SOFTKNEE_FUNCTION lanes(Scalar value) : v(value - vector{}) {}
    SOFTKNEE_FUNCTION static lanes of(vector value) {
        lanes result;
        result.v = value;
        return result;
    }

    SOFTKNEE_FUNCTION friend lanes add(lanes a, lanes b) { return of(a.v + b.v); }
    SOFTKNEE_FUNCTION friend lanes subtract(lanes a, lanes b) { return of(a.v - b.v); }
    SOFTKNEE_FUNCTION friend lanes multiply(lanes a, lanes b) { return of(a.v * b.v); }
    SOFTKNEE_FUNCTION friend lanes negate(lanes a) { return of(-a.v); }
    SOFTKNEE_FUNCTION friend lanes absolute(lanes a) {
        constexpr unsigned_scalar magnitude = static_cast<unsigned_scalar>(-1) >> 1;
        return from_bits(as_bits(a) & bits(magnitude));
    }
    SOFTKNEE_FUNCTION friend mask less(lanes a, lanes b) { return {a.v < b.v}; }
    SOFTKNEE_FUNCTION friend mask less_equal(lanes a, lanes b) { return {a.v <= b.v}; }
    SOFTKNEE_FUNCTION friend mask equal(lanes a, lanes b) { return {a.v == b.v}; }
    SOFTKNEE_FUNCTION friend lanes select(mask condition, lanes if_true, lanes if_false) {
        return of(condition.v ? if_true.v : if_false.v);
    }
    /// maxps and minps return their second operand where neither is the larger, or one is NaN: so `a` is that. Written
    /// as a selection, GCC 12 makes a comparison and a blend of each. The masked forms, because it warns of an
    /// uninitialised register inside the plain ones (PR 105593).
    SOFTKNEE_FUNCTION friend lanes at_least(lanes a, lanes bound) {
#if defined(__AVX512F__)
        if constexpr (bytes == 64) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm512_maskz_max_ps(0xffff, bound.v, a.v));
            } else {
                return of(_mm512_maskz_max_pd(0xff, bound.v, a.v));
            }
        }
#endif
#if defined(__AVX__)
        if constexpr (bytes == 32) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm256_max_ps(bound.v, a.v));
            } else {
                return of(_mm256_max_pd(bound.v, a.v));
            }
        }
#endif
        return of(a.v < bound.v ? bound.v : a.v);
    }
    SOFTKNEE_FUNCTION friend lanes at_most(lanes a, lanes bound) {
#if defined(__AVX512F__)
        if constexpr (bytes == 64) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm512_maskz_min_ps(0xffff, bound.v, a.v));
            } else {
                return of(_mm512_maskz_min_pd(0xff, bound.v, a.v));
            }
        }
#endif
#if defined(__AVX__)
        if constexpr (bytes == 32) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm256_min_ps(bound.v, a.v));
            } else {
                return of(_mm256_min_pd(bound.v, a.v));
            }
        }
#endif
        return of(bound.v < a.v ? bound.v : a.v);
    }

    SOFTKNEE_FUNCTION friend lanes fma(lanes a, lanes b, lanes c) {
#if defined(__AVX512F__)
        if constexpr (bytes == 64) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm512_fmadd_ps(a.v, b.v, c.v));
            } else {
                return of(_mm512_fmadd_pd(a.v, b.v, c.v));
            }
        }
#endif
#if defined(__FMA__)
        if constexpr (bytes == 32) {
            if constexpr (sizeof(Scalar) == 4) {
                return of(_mm256_fmadd_ps(a.v, b.v, c.v));
            } else {
                return of(_mm256_fmadd_pd(a.v, b.v, c.v));
            }
        }
#endif
        if constexpr (Set == instruction_set::baseline) {
            lanes result;
            for (int i = 0; i < count; ++i) {
                if constexpr (sizeof(Scalar) == 4) {
                    result.v[i] = __builtin_fmaf(a.v[i], b.v[i], c.v[i]);
                } else {
                    result.v[i] = __builtin_fma(a.v[i], b.v[i], c.v[i]);
                }
            }
            return result;
        }
    }

    // What `real` otherwise makes of two or more operations.
#if defined(__AVX512F__)
    static constexpr bool is_wide_float = bytes == 64 && sizeof(Scalar) == 4;
    SOFTKNEE_FUNCTION friend lanes product_less(lanes a, lanes b, lanes c) requires(is_wide_float) {
        return of(_mm512_fmsub_ps(a.v, b.v, c.v));
    }
    SOFTKNEE_FUNCTION friend lanes subtract_product(lanes c, lanes a, lanes b) requires(is_wide_float) {
        return of(_mm512_fnmadd_ps(a.v, b.v, c.v));
    }
    SOFTKNEE_FUNCTION friend lanes with_sign_of(lanes a, lanes sign) requires(is_wide_float) {
        constexpr int sign_where_the_third_is_1 = 0xe4;
        return from_bits(bits::of(std::bit_cast<typename bits::vector>(
            _mm512_ternarylogic_epi32(std::bit_cast<__m512i>(sign.v), std::bit_cast<__m512i>(a.v),
                                      _mm512_set1_epi32(INT32_MIN), sign_where_the_third_is_1))));
    }
    /// a * 2^n, rounded once, for integral n.
    SOFTKNEE_FUNCTION friend lanes times_two_to(lanes a, lanes n) requires(is_wide_float) {
        return of(_mm512_maskz_scalef_ps(0xffff, a.v, n.v));
    }
#endif
#if defined(__FMA__)
    static constexpr bool is_half_wide_float = bytes == 32 && sizeof(Scalar) == 4;
    SOFTKNEE_FUNCTION friend lanes product_less(lanes a, lanes b, lanes c) requires(is_half_wide_float) {
        return of(_mm256_fmsub_ps(a.v, b.v, c.v));
    }
    SOFTKNEE_FUNCTION friend lanes subtract_product(lanes c, lanes a, lanes b) requires(is_half_wide_float) {
        return of(_mm256_fnmadd_ps(a.v, b.v, c.v));
    }
#endif

#if defined(__AVX512F__)
    // The masked forms for the reason given above.
#define SOFTKNEE_DIRECTED(direction, rounding)                                                          \
    SOFTKNEE_FUNCTION friend lanes fma_##direction(lanes a, lanes b, lanes c) requires(is_wide_float) { \
        return of(_mm512_fmadd_round_ps(a.v, b.v, c.v, rounding | _MM_FROUND_NO_EXC));                  \
    }                                                                                                   \
    SOFTKNEE_FUNCTION friend lanes multiply_##direction(lanes a, lanes b) requires(is_wide_float) {     \
        return of(_mm512_maskz_mul_round_ps(0xffff, a.v, b.v, rounding | _MM_FROUND_NO_EXC));           \
    }
    SOFTKNEE_DIRECTED(towards_zero, _MM_FROUND_TO_ZERO)
    SOFTKNEE_DIRECTED(upwards, _MM_FROUND_TO_POS_INF)
    SOFTKNEE_DIRECTED(downwards, _MM_FROUND_TO_NEG_INF)
#undef SOFTKNEE_DIRECTED
#endif

    SOFTKNEE_FUNCTION friend bits as_bits(lanes a) {
        return bits::of(std::bit_cast<typename bits::vector>(a.v));
    }
};

/// Registers of unsigned integers: the bit patterns.
template <class Unsigned, instruction_set Set>
requires std::is_unsigned_v<Unsigned>
struct lanes<Unsigned, Set> {
    using scalar = Unsigned;
    using real_scalar = std::conditional_t<sizeof(Unsigned) == 4, float, double>;
    using real_lanes = lanes<real_scalar, Set>;
    static constexpr int count = real_lanes::count;
    using vector [[gnu::vector_size(real_lanes::bytes)]] = Unsigned;
    using mask = lane_mask<Unsigned, Set>;

    mutable vector v;

    lanes() = default;
    SOFTKNEE_FUNCTION lanes(Unsigned value) : v(vector{} + value) {}
    SOFTKNEE_FUNCTION static lanes of(vector value) {
        lanes result;
        result.v = value;
        return result;
    }

    SOFTKNEE_FUNCTION friend lanes operator+(lanes a, lanes b) { return of(a.v + b.v); }
    SOFTKNEE_FUNCTION friend lanes operator-(lanes a, lanes b) { return of(a.v - b.v); }
    SOFTKNEE_FUNCTION friend lanes operator&(lanes a, lanes b) { return of(a.v & b.v); }
    SOFTKNEE_FUNCTION friend lanes operator|(lanes a, lanes b) { return of(a.v | b.v); }
    SOFTKNEE_FUNCTION friend lanes operator^(lanes a, lanes b) { return of(a.v ^ b.v); }
    SOFTKNEE_FUNCTION friend lanes operator<<(lanes a, int bits) { return of(a.v << bits); }
    SOFTKNEE_FUNCTION friend lanes operator>>(lanes a, int bits) { return of(a.v >> bits); }
    SOFTKNEE_FUNCTION friend mask operator>(lanes a, lanes b) { return {a.v > b.v}; }
    SOFTKNEE_FUNCTION friend mask operator>=(lanes a, lanes b) { return {a.v >= b.v}; }
    SOFTKNEE_FUNCTION friend lanes select(mask condition, lanes if_true, lanes if_false) {
        return of(condition.v ? if_true.v : if_false.v);
    }
    SOFTKNEE_FUNCTION friend real_lanes from_bits(lanes a) {
        return real_lanes::of(std::bit_cast<typename real_lanes::vector>(a.v));
    }
};

}  // namespace softknee::kernels::cpu
