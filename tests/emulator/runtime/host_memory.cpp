// SPDX-License-Identifier: Apache-2.0
/// Page-locked memory of the host.
#include <cuda_runtime_api.h>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/capture.hpp>
#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/registered_memory.hpp>

using namespace softknee_emulator::runtime;

namespace {

constexpr unsigned allocation_flags = cudaHostAllocPortable | cudaHostAllocMapped | cudaHostAllocWriteCombined;
constexpr unsigned registration_flags =
    cudaHostRegisterPortable | cudaHostRegisterMapped | cudaHostRegisterIoMemory | cudaHostRegisterReadOnly;

void* allocate_pinned(const char* function, std::size_t bytes, unsigned flags) {
    refuse_unsafe_call();
    if (bytes == 0) return nullptr;
    return allocate_block({nullptr, bytes, -1, block_kind::pinned, function, flags}).data;
}

/// The pinned block that an address lies in.
const block& pinned_block(const void* address) {
    const block* const found = find_block(address);
    require(found != nullptr && found->kind == block_kind::pinned);
    return *found;
}

}  // namespace

cudaError_t cudaMallocHost(void** pointer, std::size_t bytes) {
    return call(__func__, [&] {
        require(pointer != nullptr);
        *pointer = allocate_pinned("cudaMallocHost", bytes, cudaHostAllocDefault);
    });
}

cudaError_t cudaHostAlloc(void** pointer, std::size_t bytes, unsigned flags) {
    return call(__func__, [&] {
        require(pointer != nullptr && (flags & ~allocation_flags) == 0);
        *pointer = allocate_pinned("cudaHostAlloc", bytes, flags);
    });
}

cudaError_t cudaFreeHost(void* pointer) {
    return call(__func__, [&] {
        refuse_unsafe_call();
        if (pointer == nullptr) return;
        const block& freed = block_at(pointer);
        require(freed.kind == block_kind::pinned);
        counts().add_synchronisation();
        release_block(freed);
    });
}

cudaError_t cudaHostGetDevicePointer(void** device_pointer, void* host_pointer, unsigned flags) {
    return call(__func__, [&] {
        require(device_pointer != nullptr && flags == 0);
        pinned_block(host_pointer);
        *device_pointer = host_pointer;
    });
}

cudaError_t cudaHostGetFlags(unsigned* flags, void* pointer) {
    return call(__func__, [&] {
        require(flags != nullptr);
        // With unified addressing all pinned memory is mapped, whether that was asked for or not.
        *flags = pinned_block(pointer).flags | cudaHostAllocMapped;
    });
}

cudaError_t cudaHostRegister(void* pointer, std::size_t bytes, unsigned flags) {
    return call(__func__, [&] {
        require(pointer != nullptr && bytes != 0 && (flags & ~registration_flags) == 0);
        refuse_unsafe_call();
        register_host_memory(pointer, bytes);
    });
}

cudaError_t cudaHostUnregister(void* pointer) {
    return call(__func__, [&] {
        require(pointer != nullptr);
        refuse_unsafe_call();
        unregister_host_memory(pointer);
    });
}
