// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>

namespace softknee::kernels::cuda {

/// float for 16- and 32-bit elements, double for 64-bit ones.
template <class Storage>
using compute_type = std::conditional_t<std::is_same_v<Storage, double>, double, float>;

/// 16 bytes are the widest access of every architecture.
inline constexpr int pack_bytes = 16;

template <class Storage>
inline constexpr int pack_elements = pack_bytes / static_cast<int>(sizeof(Storage));

/// A pack as the four words that a 16-byte access moves.
struct alignas(pack_bytes) pack {
    std::uint32_t word[4];
};

}  // namespace softknee::kernels::cuda
