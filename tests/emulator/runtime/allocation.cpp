// SPDX-License-Identifier: Apache-2.0
/// cudaMalloc and what belongs to it: memory that is there when the call returns.
#include <cuda_runtime_api.h>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>

using namespace softknee_emulator::runtime;

cudaError_t cudaMalloc(void** pointer, std::size_t bytes) {
    return call(__func__, [&] {
        require(pointer != nullptr);
        refuse_unsafe_call();
        *pointer = nullptr;
        if (bytes == 0) return;
        *pointer = allocate_block({nullptr, bytes, current_device().ordinal, block_kind::device, "cudaMalloc"}).data;
    });
}

cudaError_t cudaMallocManaged(void** pointer, std::size_t bytes, unsigned flags) {
    return call(__func__, [&] {
        require(pointer != nullptr && bytes != 0);
        require(flags == cudaMemAttachGlobal || flags == cudaMemAttachHost);
        refuse_unsafe_call();
        *pointer =
            allocate_block({nullptr, bytes, current_device().ordinal, block_kind::managed, "cudaMallocManaged"}).data;
    });
}

cudaError_t cudaFree(void* pointer) {
    return call(__func__, [&] {
        refuse_unsafe_call();
        if (pointer == nullptr) return;
        block& freed = block_at(pointer);
        require(freed.kind != block_kind::pinned);
        counts().add_synchronisation();
        free_block(freed);
    });
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
    return call(__func__, [&] {
        require(free != nullptr && total != nullptr);
        *free = free_bytes(current_device().ordinal);
        *total = current_device().configuration.memory_bytes;
    });
}
