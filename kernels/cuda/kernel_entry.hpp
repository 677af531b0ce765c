// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include <softknee/evaluate.hpp>

namespace softknee::kernels::cuda {

/// The last argument of a kernel: what `softknee::prepare` makes of an activation's parameters.
struct prepared_argument {
    static constexpr std::size_t most_bytes = 96;
    alignas(16) std::byte bytes[most_bytes];

    template <class Prepared>
    void hold(const Prepared& prepared) {
        static_assert(std::is_trivially_copyable_v<Prepared> && sizeof(Prepared) <= most_bytes &&
                      alignof(Prepared) <= 16);
        std::memcpy(bytes, &prepared, sizeof(Prepared));
    }
};

/// A kernel, and what makes its last argument. Without an address there is no such kernel.
struct kernel_entry {
    const void* address = nullptr;
    /// To be called with the default floating-point environment, or the bits of results may be others.
    void (*prepare)(const std::array<double, maximum_parameters>& parameters, prepared_argument& argument) = nullptr;
    bool is_lone_block = false;  ///< see tuning.hpp
};

}  // namespace softknee::kernels::cuda
