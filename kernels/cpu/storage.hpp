// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstring>

#include <softknee/dtype.hpp>

#include <kernels/cpu/lanes.hpp>

/// Elements in memory <-> the registers that are computed in. Narrowing rounds once, to nearest, ties to even.
namespace softknee::kernels::cpu {

template <class Storage, instruction_set Set>
struct storage;

template <class Storage, instruction_set Set>
requires std::is_floating_point_v<Storage>
struct storage<Storage, Set> {
    using registers = lanes<Storage, Set>;

    SOFTKNEE_FUNCTION static registers load(const Storage* source) {
        registers result;
        std::memcpy(&result.v, source, sizeof(result.v));
        return result;
    }
    SOFTKNEE_FUNCTION static void store(Storage* target, registers value) {
        std::memcpy(target, &value.v, sizeof(value.v));
    }
};

/// 16-bit patterns <-> the halves of 32-bit lanes. GCC 12 makes four instructions of the conversion that is one with
/// AVX-512 or AVX2.
template <instruction_set Set>
struct packed_halves {
    using bits = lanes<std::uint32_t, Set>;
    using vector [[gnu::vector_size(bits::count * 2)]] = std::uint16_t;

    /// Into the low halves.
    SOFTKNEE_FUNCTION static bits load(const void* source) {
#if defined(__AVX512F__)
        if constexpr (Set == instruction_set::avx512) {
            const __m256i halves = _mm256_loadu_si256(static_cast<const __m256i*>(source));
            return bits::of(std::bit_cast<typename bits::vector>(_mm512_maskz_cvtepu16_epi32(0xffff, halves)));
        }
#endif
#if defined(__AVX2__)
        if constexpr (Set == instruction_set::avx2) {
            const __m128i halves = _mm_loadu_si128(static_cast<const __m128i*>(source));
            return bits::of(std::bit_cast<typename bits::vector>(_mm256_cvtepu16_epi32(halves)));
        }
#endif
        vector halves;
        std::memcpy(&halves, source, sizeof(halves));
        return bits::of(__builtin_convertvector(halves, typename bits::vector));
    }

    /// The low halves.
    SOFTKNEE_FUNCTION static void store(void* target, bits value) {
        const vector halves = __builtin_convertvector(value.v, vector);
        std::memcpy(target, &halves, sizeof(halves));
    }

    /// The high halves.
    SOFTKNEE_FUNCTION static void store_high(void* target, bits value) {
#if defined(__AVX512BW__)
        if constexpr (Set == instruction_set::avx512) {
            using words [[gnu::vector_size(64)]] = std::uint16_t;
            const auto all = std::bit_cast<words>(value.v);
            const vector high =
                __builtin_shufflevector(all, all, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
            std::memcpy(target, &high, sizeof(high));
            return;
        }
#endif
        store(target, value >> 16);
    }
};

template <instruction_set Set>
struct storage<bfloat16, Set> {
    using registers = lanes<float, Set>;
    using bits = typename registers::bits;

    SOFTKNEE_FUNCTION static registers load(const bfloat16* source) {
        return from_bits(packed_halves<Set>::load(source) << 16);
    }
    SOFTKNEE_FUNCTION static void store(bfloat16* target, registers value) {
        const bits b = as_bits(value);
        const bits rounded = b + bits(0x7fff) + ((b >> 16) & bits(1));
        const bits quiet_nan = b | bits(0x400000);
        const typename bits::mask is_number{equal(value, value).v};
        packed_halves<Set>::store_high(target, select(is_number, rounded, quiet_nan));
    }
};

template <instruction_set Set>
struct storage<float16, Set> {
    using registers = lanes<float, Set>;
    using bits = typename registers::bits;

    SOFTKNEE_FUNCTION static registers load(const float16* source) {
#if defined(__AVX512F__)
        // The masked forms, because GCC 12 warns of an uninitialised register inside the plain ones (PR 105593).
        if constexpr (Set == instruction_set::avx512) {
            return registers::of(
                _mm512_maskz_cvtph_ps(0xffff, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(source))));
        }
#endif
#if defined(__F16C__)
        if constexpr (Set == instruction_set::avx2) {
            return registers::of(_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(source))));
        }
#endif
        if constexpr (Set == instruction_set::baseline) {
            const bits b = packed_halves<Set>::load(source);
            // The exponent field is too small by 112; a product corrects it exactly, subnormals included.
            const registers finite = multiply(from_bits((b & bits(0x7fff)) << 13), registers(0x1p112f));
            const auto special = (b & bits(0x7c00)) >= bits(0x7c00);
            const bits magnitude = select(special, as_bits(finite) | bits(0x7f800000), as_bits(finite));
            return from_bits(magnitude | ((b & bits(0x8000)) << 16));
        }
    }

    SOFTKNEE_FUNCTION static void store(float16* target, registers value) {
#if defined(__AVX512F__)
        if constexpr (Set == instruction_set::avx512) {
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(target),
                                _mm512_maskz_cvtps_ph(0xffff, value.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
        }
#endif
#if defined(__F16C__)
        if constexpr (Set == instruction_set::avx2) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(target),
                             _mm256_cvtps_ph(value.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
        }
#endif
        if constexpr (Set == instruction_set::baseline) {
            const bits sign = (as_bits(value) >> 16) & bits(0x8000);
            const bits magnitude = as_bits(value) & bits(0x7fffffff);
            const bits normal = (magnitude - bits(112u << 23) + bits(0xfff) + ((magnitude >> 13) & bits(1))) >> 13;
            // Adding 1/2 leaves a subnormal half in the low bits, rounded by the addition.
            const bits subnormal = as_bits(add(from_bits(magnitude), registers(0.5f))) - bits(0x3f000000);
            const bits finite = select(bits(113u << 23) > magnitude, subnormal, normal);
            const bits bounded = select(magnitude >= bits(0x477ff000), bits(0x7c00), finite);
            const bits result = select(magnitude > bits(0x7f800000), bits(0x7e00), bounded);
            packed_halves<Set>::store(target, sign | result);
        }
    }
};

}  // namespace softknee::kernels::cpu
