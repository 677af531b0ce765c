// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace softknee_emulator::runtime {

struct memory_pool;
class graph_memory;

/// Where memory lies and who can reach it.
enum class block_kind {
    device,   ///< kernels
    managed,  ///< kernels and the host
    pinned,   ///< page-locked memory of the host, which kernels reach as well
};

/// Memory that a program has allocated and not yet freed.
struct block {
    std::byte* data;
    std::size_t bytes;
    int device;  ///< -1 for pinned memory
    block_kind kind;
    const char* allocated_by;             ///< the runtime function
    unsigned flags = 0;                   ///< those of cudaHostAlloc
    std::shared_ptr<memory_pool> pool{};  ///< null if it comes from none
    graph_memory* graph = nullptr;        ///< that of the allocation node which reserved it
    bool exists = true;                   ///< false for that of an allocation node that has not run or has been freed
};

/// Takes memory: `wanted.data` is filled in. What the host can write counts as written, because nobody sees it write.
/// Refuses with cudaErrorMemoryAllocation beyond the memory of the device, or of this machine for pinned memory.
block& allocate_block(block wanted);

/// Unmaps memory. What a program still does with it is a fault.
void release_block(const block& freed);

/// The block that an address lies in, or null.
block* find_block(const void* address);

/// The block that begins at an address. Refuses with the error if there is none: what was freed, what lies inside of a
/// block, and what belongs to somebody else.
block& block_at(const void* address, cudaError_t error = cudaErrorInvalidValue);

/// Frees as cudaFree and cudaFreeAsync do: the memory of a graph stays reserved as long as the graph is there.
void free_block(block& freed);

/// Frees everything on a device, as cudaDeviceReset does.
void release_all_blocks(int device);

/// Blocks that exist.
std::size_t live_block_count();
std::vector<std::string> describe_live_blocks();

/// Of the device: what its blocks and the variables of its kernels take.
std::size_t free_bytes(int device);

}  // namespace softknee_emulator::runtime
