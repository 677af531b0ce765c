// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

#include <kernels/cpu/storage.hpp>

/// Included by the generated units alone, as storage.hpp is.
namespace softknee::kernels::cpu {

/// The bytes of a register in memory, to whose multiples `store_past_caches` stores.
template <class Storage, instruction_set Set>
inline constexpr std::size_t stored_bytes = storage<Storage, Set>::registers::count * sizeof(Storage);

/// To an address that is aligned to what a register becomes. The baseline set writes element by element, which is too
/// little for a store of this kind.
template <class Storage, instruction_set Set>
SOFTKNEE_FUNCTION void store_past_caches(Storage* target, typename storage<Storage, Set>::registers value) {
    Storage packed[storage<Storage, Set>::registers::count];
    storage<Storage, Set>::store(packed, value);
#if defined(__AVX512F__)
    if constexpr (sizeof(packed) == 64) {
        __m512i bytes;
        std::memcpy(&bytes, packed, sizeof(bytes));
        return _mm512_stream_si512(reinterpret_cast<__m512i*>(target), bytes);
    }
#endif
#if defined(__AVX2__)
    if constexpr (sizeof(packed) == 32) {
        __m256i bytes;
        std::memcpy(&bytes, packed, sizeof(bytes));
        return _mm256_stream_si256(reinterpret_cast<__m256i*>(target), bytes);
    }
    if constexpr (sizeof(packed) == 16) {
        __m128i bytes;
        std::memcpy(&bytes, packed, sizeof(bytes));
        return _mm_stream_si128(reinterpret_cast<__m128i*>(target), bytes);
    }
#endif
    std::memcpy(target, packed, sizeof(packed));
}

}  // namespace softknee::kernels::cpu
