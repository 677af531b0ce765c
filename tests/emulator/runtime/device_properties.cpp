// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>

#include <cstdio>
#include <string>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/device.hpp>

using namespace softknee_emulator::runtime;

namespace {

/// The properties that a program for computations may look at; those of textures, surfaces and other connections to the
/// world are 0.
cudaDeviceProp properties_of(const device& described) {
    cudaDeviceProp p = {};
    std::snprintf(p.name, sizeof p.name, "softknee emulator %d, compute capability %d.%d", described.ordinal,
                  described.configuration.major, described.configuration.minor);
    p.uuid.bytes[0] = static_cast<char>(described.ordinal + 1);
    p.totalGlobalMem = described.configuration.memory_bytes;
    p.sharedMemPerBlock = shared_bytes_per_block;
    p.regsPerBlock = registers_per_multiprocessor;
    p.warpSize = warp_size;
    p.memPitch = 0x7fffffff;
    p.maxThreadsPerBlock = threads_per_block;
    p.maxThreadsDim[0] = threads_per_block;
    p.maxThreadsDim[1] = threads_per_block;
    p.maxThreadsDim[2] = threads_per_block_z;
    p.maxGridSize[0] = static_cast<int>(blocks_per_grid_x);
    p.maxGridSize[1] = static_cast<int>(blocks_per_grid_yz);
    p.maxGridSize[2] = static_cast<int>(blocks_per_grid_yz);
    p.totalConstMem = 64 << 10;
    p.major = described.configuration.major;
    p.minor = described.configuration.minor;
    p.multiProcessorCount = described.configuration.multiprocessors;
    p.canMapHostMemory = 1;
    p.concurrentKernels = 1;
    p.asyncEngineCount = 1;
    p.unifiedAddressing = 1;
    p.memoryBusWidth = 256;
    p.l2CacheSize = 4 << 20;
    p.maxThreadsPerMultiProcessor = described.limits.threads_per_multiprocessor;
    p.streamPrioritiesSupported = 1;
    p.globalL1CacheSupported = 1;
    p.localL1CacheSupported = 1;
    p.sharedMemPerMultiprocessor = described.limits.shared_bytes_per_multiprocessor;
    p.regsPerMultiprocessor = registers_per_multiprocessor;
    p.managedMemory = 1;
    p.concurrentManagedAccess = 1;
    p.computePreemptionSupported = 1;
    p.canUseHostPointerForRegisteredMem = 1;
    p.sharedMemPerBlockOptin = described.limits.shared_bytes_per_block_at_most;
    p.maxBlocksPerMultiProcessor = described.limits.blocks_per_multiprocessor;
    p.reservedSharedMemPerBlock = shared_bytes_reserved_per_block;
    p.hostRegisterSupported = 1;
    p.memoryPoolsSupported = 1;
    return p;
}

int attribute_of(const device& described, cudaDeviceAttr attribute) {
    const cudaDeviceProp p = properties_of(described);
    switch (attribute) {
        case cudaDevAttrMaxThreadsPerBlock:
            return p.maxThreadsPerBlock;
        case cudaDevAttrMaxBlockDimX:
            return p.maxThreadsDim[0];
        case cudaDevAttrMaxBlockDimY:
            return p.maxThreadsDim[1];
        case cudaDevAttrMaxBlockDimZ:
            return p.maxThreadsDim[2];
        case cudaDevAttrMaxGridDimX:
            return p.maxGridSize[0];
        case cudaDevAttrMaxGridDimY:
            return p.maxGridSize[1];
        case cudaDevAttrMaxGridDimZ:
            return p.maxGridSize[2];
        case cudaDevAttrMaxSharedMemoryPerBlock:
            return static_cast<int>(p.sharedMemPerBlock);
        case cudaDevAttrTotalConstantMemory:
            return static_cast<int>(p.totalConstMem);
        case cudaDevAttrWarpSize:
            return p.warpSize;
        case cudaDevAttrMaxPitch:
            return static_cast<int>(p.memPitch);
        case cudaDevAttrMaxRegistersPerBlock:
            return p.regsPerBlock;
        case cudaDevAttrClockRate:
        case cudaDevAttrMemoryClockRate:
            return 1000000;
        case cudaDevAttrMultiProcessorCount:
            return p.multiProcessorCount;
        case cudaDevAttrGlobalMemoryBusWidth:
            return p.memoryBusWidth;
        case cudaDevAttrL2CacheSize:
            return p.l2CacheSize;
        case cudaDevAttrMaxThreadsPerMultiProcessor:
            return p.maxThreadsPerMultiProcessor;
        case cudaDevAttrAsyncEngineCount:
            return p.asyncEngineCount;
        case cudaDevAttrComputeCapabilityMajor:
            return p.major;
        case cudaDevAttrComputeCapabilityMinor:
            return p.minor;
        case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
            return static_cast<int>(p.sharedMemPerMultiprocessor);
        case cudaDevAttrMaxRegistersPerMultiprocessor:
            return p.regsPerMultiprocessor;
        case cudaDevAttrMaxSharedMemoryPerBlockOptin:
            return static_cast<int>(p.sharedMemPerBlockOptin);
        case cudaDevAttrMaxBlocksPerMultiprocessor:
            return p.maxBlocksPerMultiProcessor;
        case cudaDevAttrReservedSharedMemoryPerBlock:
            return static_cast<int>(p.reservedSharedMemPerBlock);
        case cudaDevAttrCanMapHostMemory:
        case cudaDevAttrConcurrentKernels:
        case cudaDevAttrUnifiedAddressing:
        case cudaDevAttrStreamPrioritiesSupported:
        case cudaDevAttrGlobalL1CacheSupported:
        case cudaDevAttrLocalL1CacheSupported:
        case cudaDevAttrManagedMemory:
        case cudaDevAttrConcurrentManagedAccess:
        case cudaDevAttrComputePreemptionSupported:
        case cudaDevAttrCanUseHostPointerForRegisteredMem:
        case cudaDevAttrHostRegisterSupported:
        case cudaDevAttrMemoryPoolsSupported:
            return 1;
        case cudaDevAttrKernelExecTimeout:
        case cudaDevAttrIntegrated:
        case cudaDevAttrComputeMode:
        case cudaDevAttrEccEnabled:
        case cudaDevAttrCooperativeLaunch:
        case cudaDevAttrPageableMemoryAccess:
        case cudaDevAttrHostNativeAtomicSupported:
        case cudaDevAttrClusterLaunch:
            return 0;
        default:
            require(attribute > 0 && attribute < cudaDevAttrMax);
            stop("cudaDeviceGetAttribute: attribute " + std::to_string(attribute) + " is not emulated");
    }
}

}  // namespace

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    return call(__func__, [&] {
        require(properties != nullptr);
        *properties = properties_of(find_device(device));
    });
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
    return call(__func__, [&] {
        require(value != nullptr);
        *value = attribute_of(find_device(device), attribute);
    });
}
