// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace softknee_emulator::runtime {

/// What the CUDA programming guide, "Technical Specifications per Compute Capability", says of devices.
struct device_limits {
    int major;
    int minor;
    int threads_per_multiprocessor;
    int blocks_per_multiprocessor;
    std::size_t shared_bytes_per_multiprocessor;
    std::size_t shared_bytes_per_block_at_most;  ///< after cudaFuncSetAttribute
};

/// The same for all compute capabilities.
constexpr int warp_size = 32;
constexpr int threads_per_block = 1024;
constexpr int threads_per_block_z = 64;
constexpr unsigned blocks_per_grid_x = 0x7fffffff;
constexpr unsigned blocks_per_grid_yz = 65535;
constexpr std::size_t shared_bytes_per_block = 48 << 10;
constexpr std::size_t shared_bytes_reserved_per_block = 1 << 10;
constexpr int registers_per_multiprocessor = 65536;

/// Nothing for a compute capability that is not in the table.
std::optional<device_limits> find_device_limits(int major, int minor);

/// "7.5, 8.0, ..."
std::string known_compute_capabilities();

}  // namespace softknee_emulator::runtime
