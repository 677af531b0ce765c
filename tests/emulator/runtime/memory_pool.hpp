// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace softknee_emulator::runtime {

/// A pool counts what is taken from it. Memory that is freed goes back to the device at once, so that a later use of it
/// is seen; a real pool keeps up to its release threshold.
struct memory_pool {
    int device;
    std::uint64_t release_threshold = 0;
    int reuse_follow_event_dependencies = 1;
    int reuse_allow_opportunistic = 1;
    int reuse_allow_internal_dependencies = 1;
    std::uint64_t used_bytes = 0;
    std::uint64_t most_used_bytes = 0;

    void add(std::uint64_t bytes) {
        used_bytes += bytes;
        most_used_bytes = std::max(most_used_bytes, used_bytes);
    }
    void subtract(std::uint64_t bytes) { used_bytes -= bytes; }
};

/// Refuses with cudaErrorInvalidValue if there is no such pool.
const std::shared_ptr<memory_pool>& find_pool(cudaMemPool_t handle);

/// The pool that cudaMallocAsync takes from.
const std::shared_ptr<memory_pool>& pool_of_device(int device);

}  // namespace softknee_emulator::runtime
