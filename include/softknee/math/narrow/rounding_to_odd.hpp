// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/math/division.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/storage_type.hpp>
#include <softknee/math/polynomial.hpp>

/// Rounding to odd: of the two numbers around an inexact result, the one whose last bit is 1 (Boldo and Melquiond, IEEE
/// Trans. Comput. 57, 2008). A float rounded so, then to 16 bits, is the exact result rounded once: it never lies on a
/// midpoint unless the exact result does. Directed roundings give it in two instructions and one or two logical ones;
/// where there are none, the rounding error does.
namespace softknee::math::narrow {

#if SOFTKNEE_ON_DEVICE
SOFTKNEE_FUNCTION float fma_towards_zero(float a, float b, float c) {
    float result;
    asm("fma.rz.f32 %0, %1, %2, %3;" : "=f"(result) : "f"(a), "f"(b), "f"(c));
    return result;
}
SOFTKNEE_FUNCTION float fma_upwards(float a, float b, float c) {
    float result;
    asm("fma.rp.f32 %0, %1, %2, %3;" : "=f"(result) : "f"(a), "f"(b), "f"(c));
    return result;
}
SOFTKNEE_FUNCTION float fma_downwards(float a, float b, float c) {
    float result;
    asm("fma.rm.f32 %0, %1, %2, %3;" : "=f"(result) : "f"(a), "f"(b), "f"(c));
    return result;
}
SOFTKNEE_FUNCTION float multiply_towards_zero(float a, float b) {
    float result;
    asm("mul.rz.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
}
SOFTKNEE_FUNCTION float multiply_upwards(float a, float b) {
    float result;
    asm("mul.rp.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
}
#endif

/// Whether a register can be multiplied with the result rounded in a direction: on the device, and with AVX-512. Such
/// lanes have the functions above, and the two below, as friends.
template <class Register>
concept rounds_in_directions = requires(Register a) {
    fma_towards_zero(a, a, a);
    multiply_towards_zero(a, a);
};

/// `nearest` moved by one unit towards `rest`, its rounding error (of which only the sign counts), if its last bit is
/// 0. A NaN for `rest`, which an overflow leaves, moves nothing.
template <class Real>
SOFTKNEE_FUNCTION Real make_odd(Real nearest, Real rest) {
    const Real zero(0);
    const auto bits = as_bits(nearest);
    const auto unit = (bits & 1U) - 1U;  // 0 where the last bit is 1, else -1
    const auto outwards = ((nearest >= zero) & (rest > zero)) | ((nearest <= zero) & (rest < zero));
    const auto inwards = ((nearest > zero) & (rest < zero)) | ((nearest < zero) & (rest > zero));
    return select(outwards, from_bits<Real>(bits - unit), select(inwards, from_bits<Real>(bits + unit), nearest));
}

/// a * b rounded to odd.
template <class Real>
SOFTKNEE_FUNCTION Real multiply_to_odd_by_error(Real a, Real b) {
    // The error of a product below 2^-100 would underflow.
    const Real nearest = a * b;
    const auto small = abs(nearest) < Real(0x1p-60);
    const Real scale = select(small, Real(0x1p40), Real(1));
    return make_odd(nearest, fma(a * scale, b * scale, -(nearest * scale * scale)));
}

/// a * b + c rounded to odd; a small result is compared with the exact one where no error underflows.
template <class Real>
SOFTKNEE_FUNCTION Real fma_to_odd_by_error(Real a, Real b, Real c) {
    const Real nearest = fma(a, b, c);
    const Real scale = select(abs(nearest) < Real(0x1p-60), Real(0x1p64), Real(1));
    const two<Real> product = two_product(a * scale, b);
    const two<Real> sum = two_sum(product.hi, c * scale);
    const two<Real> low = two_sum(sum.lo, product.lo);
    return make_odd(nearest, ((sum.hi - nearest * scale) + low.hi) + low.lo);
}

/// a * b + c rounded to odd.
template <class Real>
SOFTKNEE_FUNCTION Real fma_to_odd(Real a, std::type_identity_t<Real> b, std::type_identity_t<Real> c) {
    if constexpr (rounds_in_directions<typename Real::register_type>) {
        const auto down = as_bits(Real::of(fma_downwards(a.value, b.value, c.value)));
        const auto up = as_bits(Real::of(fma_upwards(a.value, b.value, c.value)));
        const auto inwards = as_bits(Real::of(fma_towards_zero(a.value, b.value, c.value)));
        return from_bits<Real>(inwards | ((down ^ up) & 1U));
    } else {
        return fma_to_odd_by_error(a, b, c);
    }
}

/// The same where the result is not negative, or need not be exact if it is: one instruction less.
template <class Real>
SOFTKNEE_FUNCTION Real positive_fma_to_odd(Real a, std::type_identity_t<Real> b, std::type_identity_t<Real> c) {
    if constexpr (rounds_in_directions<typename Real::register_type>) {
        const auto inwards = as_bits(Real::of(fma_towards_zero(a.value, b.value, c.value)));
        const auto up = as_bits(Real::of(fma_upwards(a.value, b.value, c.value)));
        return from_bits<Real>(inwards | ((inwards ^ up) & 1U));
    } else {
        return fma_to_odd_by_error(a, b, c);
    }
}

/// a * b rounded to odd, for a product that is not negative.
template <class Real>
SOFTKNEE_FUNCTION Real positive_product_to_odd(Real a, std::type_identity_t<Real> b) {
    if constexpr (rounds_in_directions<typename Real::register_type>) {
        const auto inwards = as_bits(Real::of(multiply_towards_zero(a.value, b.value)));
        const auto up = as_bits(Real::of(multiply_upwards(a.value, b.value)));
        return from_bits<Real>(inwards | ((inwards ^ up) & 1U));
    } else {
        return multiply_to_odd_by_error(a, b);
    }
}

}  // namespace softknee::math::narrow
