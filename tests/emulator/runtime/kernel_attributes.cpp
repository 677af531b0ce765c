// SPDX-License-Identifier: Apache-2.0
/// What kernels need, and how many of their blocks fit on a multiprocessor.
#include <cuda_runtime_api.h>

#include <algorithm>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/kernel_limits.hpp>
#include <emulator/runtime/module.hpp>

namespace softknee_emulator::runtime {
namespace {

/// PTX does not say how many registers a thread will have; this many leave all blocks of the table in their place.
constexpr int registers_per_thread = 32;

int resident_blocks(const registered_kernel& kernel, device& where, int threads, std::size_t dynamic_shared_bytes) {
    require(threads > 0);
    if (threads > threads_per_block) return 0;
    const std::size_t shared_bytes = facts_of(program_on(kernel, where)).static_shared_bytes + dynamic_shared_bytes +
                                     shared_bytes_reserved_per_block;
    const int threads_in_warps = (threads + warp_size - 1) / warp_size * warp_size;
    return std::min({where.limits.blocks_per_multiprocessor, where.limits.threads_per_multiprocessor / threads_in_warps,
                     registers_per_multiprocessor / (registers_per_thread * threads_in_warps),
                     static_cast<int>(where.limits.shared_bytes_per_multiprocessor / shared_bytes)});
}

void allow_dynamic_shared_bytes(registered_kernel& kernel, device& where, int bytes) {
    const std::size_t fixed = facts_of(program_on(kernel, where)).static_shared_bytes;
    require(bytes >= 0 && fixed + static_cast<std::size_t>(bytes) <= where.limits.shared_bytes_per_block_at_most);
    kernel.most_dynamic_shared_bytes[where.ordinal] = static_cast<std::size_t>(bytes);
}

}  // namespace

std::size_t most_dynamic_shared_bytes(const registered_kernel& kernel, device& where) {
    const std::size_t fixed = facts_of(program_on(kernel, where)).static_shared_bytes;
    const std::size_t without_asking = shared_bytes_per_block - std::min(fixed, shared_bytes_per_block);
    const auto allowed = kernel.most_dynamic_shared_bytes.find(where.ordinal);
    return allowed == kernel.most_dynamic_shared_bytes.end() ? without_asking
                                                             : std::max(without_asking, allowed->second);
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator;
using namespace softknee_emulator::runtime;

cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, const void* function) {
    return call(__func__, [&] {
        require(attributes != nullptr);
        const registered_kernel& kernel = find_kernel(function);
        device& where = current_device();
        const program_facts facts = facts_of(program_on(kernel, where));
        *attributes = {};
        attributes->sharedSizeBytes = facts.static_shared_bytes;
        attributes->localSizeBytes = facts.local_bytes;
        attributes->maxThreadsPerBlock = threads_per_block;
        attributes->numRegs = registers_per_thread;
        attributes->ptxVersion = kernel.binary->on(where).target();
        attributes->binaryVersion = where.capability();
        attributes->maxDynamicSharedSizeBytes = static_cast<int>(most_dynamic_shared_bytes(kernel, where));
        attributes->preferredShmemCarveout = cudaSharedmemCarveoutDefault;
    });
}

cudaError_t cudaFuncSetAttribute(const void* function, cudaFuncAttribute attribute, int value) {
    return call(__func__, [&] {
        registered_kernel& kernel = find_kernel(function);
        if (attribute == cudaFuncAttributeMaxDynamicSharedMemorySize) {
            allow_dynamic_shared_bytes(kernel, current_device(), value);
        } else if (attribute == cudaFuncAttributePreferredSharedMemoryCarveout) {
            require(value >= cudaSharedmemCarveoutDefault && value <= cudaSharedmemCarveoutMaxShared);
        } else {
            stop("cudaFuncSetAttribute: attribute " + std::to_string(attribute) + " is not emulated");
        }
    });
}

cudaError_t cudaFuncGetName(const char** name, const void* function) {
    return call(__func__, [&] {
        require(name != nullptr);
        *name = find_kernel(function).name.c_str();
    });
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, const void* function, int threads,
                                                          std::size_t dynamic_shared_bytes) {
    return call(__func__, [&] {
        require(blocks != nullptr);
        *blocks = resident_blocks(find_kernel(function), current_device(), threads, dynamic_shared_bytes);
    });
}

cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, const void* function, int threads,
                                                                   std::size_t dynamic_shared_bytes, unsigned flags) {
    return call(__func__, [&] {
        require(blocks != nullptr);
        require(flags == cudaOccupancyDefault || flags == cudaOccupancyDisableCachingOverride);
        *blocks = resident_blocks(find_kernel(function), current_device(), threads, dynamic_shared_bytes);
    });
}
