// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

#include <softknee/math/platform.hpp>

/// The operations that everything else is built from, for scalars: each has exactly one result by IEEE 754.
///
/// On the device they are written as PTX that neither contracts nor flushes subnormals, so a caller's -use_fast_math or
/// -fmad=true changes nothing. On the host the translation unit must be compiled with -ffp-contract=off. A SIMD
/// register type offers the same names in its own namespace, where argument-dependent lookup finds them.
namespace softknee::math::operations {

template <class Float>
using bits_of = std::conditional_t<sizeof(Float) == 4, std::uint32_t, std::uint64_t>;

SOFTKNEE_FUNCTION std::uint32_t as_bits(float a) {
#if SOFTKNEE_ON_DEVICE
    return __float_as_uint(a);
#else
    return std::bit_cast<std::uint32_t>(a);
#endif
}

SOFTKNEE_FUNCTION std::uint64_t as_bits(double a) {
#if SOFTKNEE_ON_DEVICE
    return static_cast<std::uint64_t>(__double_as_longlong(a));
#else
    return std::bit_cast<std::uint64_t>(a);
#endif
}

SOFTKNEE_FUNCTION float from_bits(std::uint32_t a) {
#if SOFTKNEE_ON_DEVICE
    return __uint_as_float(a);
#else
    return std::bit_cast<float>(a);
#endif
}

SOFTKNEE_FUNCTION double from_bits(std::uint64_t a) {
#if SOFTKNEE_ON_DEVICE
    return __longlong_as_double(static_cast<long long>(a));
#else
    return std::bit_cast<double>(a);
#endif
}

#if SOFTKNEE_ON_DEVICE

#define SOFTKNEE_BINARY(name, mnemonic)                                   \
    SOFTKNEE_FUNCTION float name(float a, float b) {                      \
        float result;                                                     \
        asm(mnemonic ".f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b)); \
        return result;                                                    \
    }                                                                     \
    SOFTKNEE_FUNCTION double name(double a, double b) {                   \
        double result;                                                    \
        asm(mnemonic ".f64 %0, %1, %2;" : "=d"(result) : "d"(a), "d"(b)); \
        return result;                                                    \
    }
SOFTKNEE_BINARY(add, "add.rn")
SOFTKNEE_BINARY(subtract, "sub.rn")
SOFTKNEE_BINARY(multiply, "mul.rn")
#undef SOFTKNEE_BINARY

#define SOFTKNEE_UNARY(name, mnemonic)                        \
    SOFTKNEE_FUNCTION float name(float a) {                   \
        float result;                                         \
        asm(mnemonic ".f32 %0, %1;" : "=f"(result) : "f"(a)); \
        return result;                                        \
    }                                                         \
    SOFTKNEE_FUNCTION double name(double a) {                 \
        double result;                                        \
        asm(mnemonic ".f64 %0, %1;" : "=d"(result) : "d"(a)); \
        return result;                                        \
    }
SOFTKNEE_UNARY(negate, "neg")
SOFTKNEE_UNARY(absolute, "abs")
#undef SOFTKNEE_UNARY

/// The magnitude of a. One instruction, of which the compiler makes two where it is written with masks.
SOFTKNEE_FUNCTION float with_sign_of(float a, float sign) {
    float result;
    asm("copysign.f32 %0, %1, %2;" : "=f"(result) : "f"(sign), "f"(a));
    return result;
}
SOFTKNEE_FUNCTION double with_sign_of(double a, double sign) {
    double result;
    asm("copysign.f64 %0, %1, %2;" : "=d"(result) : "d"(sign), "d"(a));
    return result;
}

// A predicate cannot leave an asm statement, so it travels as 0 or 1; ptxas folds the detour away.
#define SOFTKNEE_COMPARISON(name, mnemonic)                                            \
    SOFTKNEE_FUNCTION bool name(float a, float b) {                                    \
        unsigned result;                                                               \
        asm("{ .reg .pred p; setp." mnemonic ".f32 p, %1, %2; selp.u32 %0, 1, 0, p; }" \
            : "=r"(result)                                                             \
            : "f"(a), "f"(b));                                                         \
        return result != 0;                                                            \
    }                                                                                  \
    SOFTKNEE_FUNCTION bool name(double a, double b) {                                  \
        unsigned result;                                                               \
        asm("{ .reg .pred p; setp." mnemonic ".f64 p, %1, %2; selp.u32 %0, 1, 0, p; }" \
            : "=r"(result)                                                             \
            : "d"(a), "d"(b));                                                         \
        return result != 0;                                                            \
    }
SOFTKNEE_COMPARISON(less, "lt")
SOFTKNEE_COMPARISON(less_equal, "le")
SOFTKNEE_COMPARISON(equal, "eq")
#undef SOFTKNEE_COMPARISON

SOFTKNEE_FUNCTION float fma(float a, float b, float c) {
    float result;
    asm("fma.rn.f32 %0, %1, %2, %3;" : "=f"(result) : "f"(a), "f"(b), "f"(c));
    return result;
}
SOFTKNEE_FUNCTION double fma(double a, double b, double c) {
    double result;
    asm("fma.rn.f64 %0, %1, %2, %3;" : "=d"(result) : "d"(a), "d"(b), "d"(c));
    return result;
}

#else

SOFTKNEE_FUNCTION float add(float a, float b) {
    return a + b;
}
SOFTKNEE_FUNCTION double add(double a, double b) {
    return a + b;
}
SOFTKNEE_FUNCTION float subtract(float a, float b) {
    return a - b;
}
SOFTKNEE_FUNCTION double subtract(double a, double b) {
    return a - b;
}
SOFTKNEE_FUNCTION float multiply(float a, float b) {
    return a * b;
}
SOFTKNEE_FUNCTION double multiply(double a, double b) {
    return a * b;
}
SOFTKNEE_FUNCTION float negate(float a) {
    return -a;
}
SOFTKNEE_FUNCTION double negate(double a) {
    return -a;
}
SOFTKNEE_FUNCTION float absolute(float a) {
    return __builtin_fabsf(a);
}
SOFTKNEE_FUNCTION double absolute(double a) {
    return __builtin_fabs(a);
}
SOFTKNEE_FUNCTION float with_sign_of(float a, float sign) {
    return __builtin_copysignf(a, sign);
}
SOFTKNEE_FUNCTION double with_sign_of(double a, double sign) {
    return __builtin_copysign(a, sign);
}
SOFTKNEE_FUNCTION bool less(float a, float b) {
    return a < b;
}
SOFTKNEE_FUNCTION bool less(double a, double b) {
    return a < b;
}
SOFTKNEE_FUNCTION bool less_equal(float a, float b) {
    return a <= b;
}
SOFTKNEE_FUNCTION bool less_equal(double a, double b) {
    return a <= b;
}
SOFTKNEE_FUNCTION bool equal(float a, float b) {
    return a == b;
}
SOFTKNEE_FUNCTION bool equal(double a, double b) {
    return a == b;
}
SOFTKNEE_FUNCTION float fma(float a, float b, float c) {
    return __builtin_fmaf(a, b, c);
}
SOFTKNEE_FUNCTION double fma(double a, double b, double c) {
    return __builtin_fma(a, b, c);
}

#endif

template <class T>
SOFTKNEE_FUNCTION T select(bool condition, T if_true, T if_false) {
    return condition ? if_true : if_false;
}

/// Whether `at_least` and `at_most` of a register take -0 for less than +0, as the instructions of sm_80 do.
template <class Register>
inline constexpr bool orders_zeros = requires {
    requires Register::orders_zeros;
};
#if SOFTKNEE_ON_DEVICE && __CUDA_ARCH__ >= 800
template <>
inline constexpr bool orders_zeros<float> = true;
#endif

/// max(a, bound) for a bound that is neither zero nor NaN; a NaN in `a` passes through.
template <class Float>
requires std::is_floating_point_v<Float> SOFTKNEE_FUNCTION Float at_least(Float a, Float bound) {
#if SOFTKNEE_ON_DEVICE && __CUDA_ARCH__ >= 800
    if constexpr (sizeof(Float) == 4) {
        float result;
        asm("max.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(bound));
        return result;
    }
#endif
    return less(a, bound) ? bound : a;
}

/// min(a, bound) for a bound that is neither zero nor NaN; a NaN in `a` passes through.
template <class Float>
requires std::is_floating_point_v<Float> SOFTKNEE_FUNCTION Float at_most(Float a, Float bound) {
#if SOFTKNEE_ON_DEVICE && __CUDA_ARCH__ >= 800
    if constexpr (sizeof(Float) == 4) {
        float result;
        asm("min.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(bound));
        return result;
    }
#endif
    return less(bound, a) ? bound : a;
}

}  // namespace softknee::math::operations
