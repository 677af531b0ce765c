// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <softknee/math/real.hpp>

#include <kernels/cuda/storage.cuh>

/// Registers of two 16-bit elements for `softknee::math::real`, for functions whose every operation is exact or rounded
/// once in the type of the elements: nothing is widened or narrowed, and an instruction serves two elements.
namespace softknee::kernels::cuda {

/// Whether the instructions below exist: float16 has maxima from sm_80 on, bfloat16 comparisons from sm_90 on.
template <class Storage>
inline constexpr bool has_packed_arithmetic = false;
#if __CUDA_ARCH__ >= 800
template <>
inline constexpr bool has_packed_arithmetic<float16> = true;
#endif
#if __CUDA_ARCH__ >= 900
template <>
inline constexpr bool has_packed_arithmetic<bfloat16> = true;
#endif

template <class Storage>
struct packed_pair;

/// Two bit patterns; as a mask, each all ones or all zeros.
template <class Storage>
struct packed_bits {
    std::uint32_t word;

    SOFTKNEE_FUNCTION packed_bits(std::uint32_t both) : word(both) {}
    SOFTKNEE_FUNCTION static packed_bits of(std::uint32_t word) { return word; }

    SOFTKNEE_FUNCTION friend packed_bits operator&(packed_bits a, packed_bits b) { return a.word & b.word; }
    SOFTKNEE_FUNCTION friend packed_bits operator|(packed_bits a, packed_bits b) { return a.word | b.word; }
    SOFTKNEE_FUNCTION friend packed_pair<Storage> from_bits(packed_bits a) { return packed_pair<Storage>::of(a.word); }
};

/// Two elements, the first in the low half; the operations of softknee/math/operations.hpp as friends.
template <class Storage>
struct packed_pair {
    using scalar = float;  ///< what constants and parameters come as
    static constexpr bool orders_zeros = true;
    using bits = packed_bits<Storage>;

    std::uint32_t word;

    packed_pair() = default;
    __device__ __forceinline__ packed_pair(float both) : word(pair_in_word<Storage>::join(both, both)) {}
    SOFTKNEE_FUNCTION static packed_pair of(std::uint32_t word) {
        packed_pair result;
        result.word = word;
        return result;
    }

    // None of these flushes subnormals, and a NaN is never less nor equal, and passes through the others.
#define SOFTKNEE_PACKED(result, name, mnemonic)                                          \
    __device__ __forceinline__ friend result name(packed_pair a, packed_pair b) {        \
        std::uint32_t word;                                                              \
        if constexpr (std::is_same_v<Storage, float16>) {                                \
            asm(mnemonic ".f16x2 %0, %1, %2;" : "=r"(word) : "r"(a.word), "r"(b.word));  \
        } else {                                                                         \
            asm(mnemonic ".bf16x2 %0, %1, %2;" : "=r"(word) : "r"(a.word), "r"(b.word)); \
        }                                                                                \
        return result::of(word);                                                         \
    }
    SOFTKNEE_PACKED(packed_pair, subtract, "sub.rn")
    SOFTKNEE_PACKED(packed_pair, multiply, "mul.rn")
    SOFTKNEE_PACKED(packed_pair, at_least, "max.NaN")
    SOFTKNEE_PACKED(packed_pair, at_most, "min.NaN")
    SOFTKNEE_PACKED(bits, less_equal, "set.le.u32")
    SOFTKNEE_PACKED(bits, equal, "set.eq.u32")
#undef SOFTKNEE_PACKED

    /// By an instruction, which becomes a modifier of the one that takes the result; a mask of the word would not.
    __device__ __forceinline__ friend packed_pair absolute(packed_pair a) {
        std::uint32_t word;
        if constexpr (std::is_same_v<Storage, float16>) {
            asm("abs.f16x2 %0, %1;" : "=r"(word) : "r"(a.word));
        } else {
            asm("abs.bf16x2 %0, %1;" : "=r"(word) : "r"(a.word));
        }
        return of(word);
    }
    SOFTKNEE_FUNCTION friend packed_pair select(bits condition, packed_pair if_true, packed_pair if_false) {
        return of((condition.word & if_true.word) | (~condition.word & if_false.word));
    }
    SOFTKNEE_FUNCTION friend bits as_bits(packed_pair a) {
        return a.word;
    }
};

}  // namespace softknee::kernels::cuda

namespace softknee::math {

template <class Storage>
struct format<real<kernels::cuda::packed_pair<Storage>, Storage>> {
    static constexpr std::uint32_t sign_bit = 0x80008000U;
};

}  // namespace softknee::math
