// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/dtype.hpp>

#include <kernels/cuda/element.hpp>

/// Elements and 16-byte packs of them <-> the values that are computed with. Widening is exact; narrowing rounds once,
/// to nearest, ties to even. The conversions are PTX instructions that flush no subnormal whatever the compiler's
/// flags.
namespace softknee::kernels::cuda {

__device__ __forceinline__ pack load_pack(const pack* source) {
    const uint4 words = *reinterpret_cast<const uint4*>(source);
    return {{words.x, words.y, words.z, words.w}};
}

__device__ __forceinline__ void store_pack(pack* target, const pack& value) {
    *reinterpret_cast<uint4*>(target) = make_uint4(value.word[0], value.word[1], value.word[2], value.word[3]);
}

/// Two 16-bit elements in one word, the first in the low half.
template <class Storage>
struct pair_in_word;

template <>
struct pair_in_word<float16> {
    static __device__ __forceinline__ float widen(std::uint16_t bits) {
        float value;
        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
        return value;
    }
    static __device__ __forceinline__ float first(std::uint32_t word) {
        return widen(static_cast<std::uint16_t>(word));
    }
    static __device__ __forceinline__ float second(std::uint32_t word) {
        return widen(static_cast<std::uint16_t>(word >> 16));
    }
    static __device__ __forceinline__ std::uint32_t join(float first, float second) {
        std::uint32_t word;
#if __CUDA_ARCH__ >= 800
        asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
#else
        asm("{ .reg .b16 low, high; cvt.rn.f16.f32 low, %1; cvt.rn.f16.f32 high, %2; mov.b32 %0, {low, high}; }"
            : "=r"(word)
            : "f"(first), "f"(second));
#endif
        return word;
    }
};

template <>
struct pair_in_word<bfloat16> {
    /// As an instruction of its own: the compiler moves a shift into the branch of its load, where it waits for it.
    static __device__ __forceinline__ float widen(std::uint16_t bits) {
        float value;
        asm("mov.b32 %0, {%1, %2};" : "=f"(value) : "h"(std::uint16_t(0)), "h"(bits));
        return value;
    }
    static __device__ __forceinline__ float first(std::uint32_t word) { return __uint_as_float(word << 16); }
    static __device__ __forceinline__ float second(std::uint32_t word) { return __uint_as_float(word & 0xffff0000U); }
    static __device__ __forceinline__ std::uint32_t join(float first, float second) {
#if __CUDA_ARCH__ >= 800
        std::uint32_t word;
        asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
        return word;
#else
        return (rounded(first) >> 16) | (rounded(second) & 0xffff0000U);
#endif
    }

private:
    /// Rounds the upper half of the pattern by integer arithmetic, for architectures without the conversion.
    static __device__ __forceinline__ std::uint32_t rounded(float value) {
        const std::uint32_t bits = __float_as_uint(value);
        const bool is_nan = (bits & 0x7fffffffU) > 0x7f800000U;
        return is_nan ? 0x7fff0000U : bits + 0x7fffU + ((bits >> 16) & 1U);
    }
};

template <class Storage>
struct storage;

template <class Storage>
requires(sizeof(Storage) == 2) struct storage<Storage> {
    using pair = pair_in_word<Storage>;

    static __device__ __forceinline__ float decode(Storage element) { return pair::widen(element.bits); }
    static __device__ __forceinline__ Storage encode(float value) {
        return {static_cast<std::uint16_t>(pair::join(value, 0.0f))};
    }
    static __device__ __forceinline__ float decode(const pack& source, int i) {
        const std::uint32_t word = source.word[i / 2];
        return i % 2 == 0 ? pair::first(word) : pair::second(word);
    }
    static __device__ __forceinline__ pack encode(const float (&value)[8]) {
        return {{pair::join(value[0], value[1]), pair::join(value[2], value[3]), pair::join(value[4], value[5]),
                 pair::join(value[6], value[7])}};
    }
};

template <>
struct storage<float> {
    static __device__ __forceinline__ float decode(float element) { return element; }
    static __device__ __forceinline__ float encode(float value) { return value; }
    static __device__ __forceinline__ float decode(const pack& source, int i) {
        return __uint_as_float(source.word[i]);
    }
    static __device__ __forceinline__ pack encode(const float (&value)[4]) {
        return {{__float_as_uint(value[0]), __float_as_uint(value[1]), __float_as_uint(value[2]),
                 __float_as_uint(value[3])}};
    }
};

template <>
struct storage<double> {
    static __device__ __forceinline__ double decode(double element) { return element; }
    static __device__ __forceinline__ double encode(double value) { return value; }
    static __device__ __forceinline__ double decode(const pack& source, int i) {
        return __hiloint2double(static_cast<int>(source.word[2 * i + 1]), static_cast<int>(source.word[2 * i]));
    }
    static __device__ __forceinline__ pack encode(const double (&value)[2]) {
        return {{static_cast<std::uint32_t>(__double2loint(value[0])),
                 static_cast<std::uint32_t>(__double2hiint(value[0])),
                 static_cast<std::uint32_t>(__double2loint(value[1])),
                 static_cast<std::uint32_t>(__double2hiint(value[1]))}};
    }
};

}  // namespace softknee::kernels::cuda
