// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

#include <softknee/math/platform.hpp>

namespace softknee::kernels {

/// floor(n / divisor) for 0 <= n < 2^63 by a multiplication: a 64-bit division compiles to a call.
///
/// With s = ceil(log2 divisor) and m = floor(2^(63+s) / divisor) + 1, the product n m / 2^(63+s) exceeds n / divisor by
/// less than 1 / divisor (Granlund and Montgomery, PLDI 1994, theorem 4.2).
struct fixed_divisor {
    std::uint64_t multiplier;
    int shift;  ///< of the upper half of the product

    fixed_divisor() = default;
    /// @param divisor  at least 2
    explicit fixed_divisor(std::int64_t divisor)
        : shift(static_cast<int>(std::bit_width(static_cast<std::uint64_t>(divisor - 1))) - 1) {
        __extension__ using wide = unsigned __int128;
        multiplier = static_cast<std::uint64_t>((wide(1) << (64 + shift)) / static_cast<std::uint64_t>(divisor)) + 1;
    }
};

SOFTKNEE_FUNCTION std::int64_t quotient(std::int64_t n, const fixed_divisor& divisor) {
#if SOFTKNEE_ON_DEVICE
    return static_cast<std::int64_t>(__umul64hi(static_cast<std::uint64_t>(n), divisor.multiplier) >> divisor.shift);
#else
    __extension__ using wide = unsigned __int128;
    return static_cast<std::int64_t>((wide(static_cast<std::uint64_t>(n)) * divisor.multiplier) >> 64 >> divisor.shift);
#endif
}

/// A divisor that may be 1 as well.
struct fixed_size {
    std::int64_t size;
    fixed_divisor divisor;

    fixed_size() = default;
    explicit fixed_size(std::int64_t n) : size(n), divisor(n < 2 ? 2 : n) {}
};

SOFTKNEE_FUNCTION std::int64_t quotient(std::int64_t n, const fixed_size& size) {
    return size.size == 1 ? n : quotient(n, size.divisor);
}

}  // namespace softknee::kernels
