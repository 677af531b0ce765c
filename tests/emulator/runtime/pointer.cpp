// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/call.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/registered_memory.hpp>

using namespace softknee_emulator;
using namespace softknee_emulator::runtime;

namespace {

cudaMemoryType type_of(block_kind kind) {
    switch (kind) {
        case block_kind::device:
            return cudaMemoryTypeDevice;
        case block_kind::managed:
            return cudaMemoryTypeManaged;
        case block_kind::pinned:
            return cudaMemoryTypeHost;
    }
    stop("a kind of memory without a name");
}

/// Page-locked memory was made with the device that is current now: contexts of devices are not emulated.
cudaPointerAttributes describe(void* pointer) {
    if (const block* const found = find_block(pointer); found != nullptr) {
        const int device = found->device < 0 ? current_device().ordinal : found->device;
        void* const host_pointer = found->kind == block_kind::device ? nullptr : pointer;
        return {type_of(found->kind), device, pointer, host_pointer, {}};
    }
    if (const allocation* const variable = memory().find(pointer); variable != nullptr) {
        return {cudaMemoryTypeDevice, variable->device, pointer, nullptr, {}};
    }
    if (is_registered(pointer)) return {cudaMemoryTypeHost, current_device().ordinal, pointer, pointer, {}};
    return {cudaMemoryTypeUnregistered, cudaInvalidDeviceId, nullptr, pointer, {}};
}

}  // namespace

cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* pointer) {
    return call(__func__, [&] {
        require(attributes != nullptr);
        *attributes = describe(const_cast<void*>(pointer));
    });
}
