// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/math/operations.hpp>

/// Single elements of a dtype that is known at run time, on the host and in kernels: for parameters and their
/// gradients, of which there are few.
namespace softknee::kernels {

SOFTKNEE_FUNCTION float widened(bfloat16 element) {
    return math::operations::from_bits(static_cast<std::uint32_t>(element.bits) << 16);
}

SOFTKNEE_FUNCTION float widened(float16 element) {
    const std::uint32_t bits = element.bits;
    // The exponent field is too small by 112; a product corrects it exactly, subnormals included.
    const float finite = math::operations::multiply(math::operations::from_bits((bits & 0x7fffU) << 13), 0x1p112f);
    const std::uint32_t magnitude =
        math::operations::as_bits(finite) | ((bits & 0x7c00U) == 0x7c00U ? 0x7f800000U : 0U);
    return math::operations::from_bits(magnitude | ((bits & 0x8000U) << 16));
}

/// To the upper half, to nearest, ties to even.
SOFTKNEE_FUNCTION bfloat16 to_bfloat16(float value) {
    const std::uint32_t bits = math::operations::as_bits(value);
    const bool is_nan = (bits & 0x7fffffffU) > 0x7f800000U;
    const std::uint32_t rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
    return {static_cast<std::uint16_t>(is_nan ? (bits >> 16) | 0x40U : rounded)};
}

/// To nearest, ties to even.
SOFTKNEE_FUNCTION float16 to_float16(float value) {
    const std::uint32_t bits = math::operations::as_bits(value);
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    // Adding 1/2 leaves a subnormal half in the low bits, rounded by the addition.
    const std::uint32_t subnormal =
        math::operations::as_bits(math::operations::add(math::operations::from_bits(magnitude), 0.5f)) - 0x3f000000U;
    const std::uint32_t normal = (magnitude - (112U << 23) + 0xfffU + ((magnitude >> 13) & 1U)) >> 13;
    std::uint32_t result = magnitude < (113U << 23) ? subnormal : normal;
    if (magnitude >= 0x477ff000U) result = magnitude > 0x7f800000U ? 0x7e00U : 0x7c00U;
    return {static_cast<std::uint16_t>(((bits >> 16) & 0x8000U) | result)};
}

/// The float that is nearest to a value in the direction of 0, with its last bit set if it is not the value: rounding
/// that to 16 bits is rounding the value itself.
SOFTKNEE_FUNCTION float rounded_to_odd(double value) {
    const float nearest = static_cast<float>(value);
    const double back = nearest;
    if (!(back != value) || value != value) return nearest;
    const std::uint32_t bits = math::operations::as_bits(nearest);
    const bool away = math::operations::absolute(back) > math::operations::absolute(value);
    return math::operations::from_bits((away ? bits - 1 : bits) | 1U);
}

/// Element `index` in the compute type of `Scalar`.
template <class Scalar>
SOFTKNEE_FUNCTION Scalar load_scalar(const void* elements, dtype type, std::int64_t index) {
    switch (type) {
        case dtype::float16:
            return widened(static_cast<const float16*>(elements)[index]);
        case dtype::bfloat16:
            return widened(static_cast<const bfloat16*>(elements)[index]);
        case dtype::float32:
            return static_cast<const float*>(elements)[index];
        case dtype::float64:
            return static_cast<Scalar>(static_cast<const double*>(elements)[index]);
    }
    return Scalar(0);
}

/// Rounds once.
SOFTKNEE_FUNCTION void store_scalar(void* elements, dtype type, std::int64_t index, double value) {
    switch (type) {
        case dtype::float16:
            static_cast<float16*>(elements)[index] = to_float16(rounded_to_odd(value));
            return;
        case dtype::bfloat16:
            static_cast<bfloat16*>(elements)[index] = to_bfloat16(rounded_to_odd(value));
            return;
        case dtype::float32:
            static_cast<float*>(elements)[index] = static_cast<float>(value);
            return;
        case dtype::float64:
            static_cast<double*>(elements)[index] = value;
            return;
    }
}

}  // namespace softknee::kernels
