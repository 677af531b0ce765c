// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

struct __half;
struct __nv_bfloat16;

namespace softknee {

/// IEEE 754 binary16, as bits. CUDA's __half has the same layout and is accepted wherever this type is.
struct float16 {
    std::uint16_t bits;
};

/// The upper half of an IEEE 754 binary32, as bits. CUDA's __nv_bfloat16 has the same layout and is accepted as well.
struct bfloat16 {
    std::uint16_t bits;
};

/// The type of a tensor's elements.
enum class dtype { float16, bfloat16, float32, float64 };

inline constexpr dtype all_dtypes[] = {dtype::float16, dtype::bfloat16, dtype::float32, dtype::float64};

constexpr std::size_t size_of(dtype type) {
    switch (type) {
        case dtype::float16:
        case dtype::bfloat16:
            return 2;
        case dtype::float32:
            return 4;
        case dtype::float64:
            return 8;
    }
    return 0;
}

constexpr std::string_view name_of(dtype type) {
    switch (type) {
        case dtype::float16:
            return "float16";
        case dtype::bfloat16:
            return "bfloat16";
        case dtype::float32:
            return "float32";
        case dtype::float64:
            return "float64";
    }
    return "";
}

/// `dtype_of<T>::value` for the C++ types that can be an element; undefined for all others.
template <class T>
struct dtype_of;
template <>
struct dtype_of<float16> {
    static constexpr dtype value = dtype::float16;
};
template <>
struct dtype_of<__half> {
    static constexpr dtype value = dtype::float16;
};
template <>
struct dtype_of<bfloat16> {
    static constexpr dtype value = dtype::bfloat16;
};
template <>
struct dtype_of<__nv_bfloat16> {
    static constexpr dtype value = dtype::bfloat16;
};
template <>
struct dtype_of<float> {
    static constexpr dtype value = dtype::float32;
};
template <>
struct dtype_of<double> {
    static constexpr dtype value = dtype::float64;
};

/// The types that can be an element of a tensor.
template <class T>
concept element = requires {
    dtype_of<T>::value;
};

}  // namespace softknee
