// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>

#include <softknee/error.hpp>

#include <host/device/device_runtime.hpp>
#include <kernels/cuda/runtime_call.hpp>

namespace softknee::host {

using kernels::cuda::checked;
using kernels::cuda::status_of;
using kernels::cuda::throw_runtime_error;

namespace {

/// The result of counting devices, with the count set to 0 where the runtime says that none can be used.
cudaError_t count_devices(int& count) {
    const cudaError_t status = status_of([&] { return cudaGetDeviceCount(&count); });
    if (status != cudaSuccess) count = 0;
    return status;
}

bool means_no_device(cudaError_t status) {
    return status == cudaErrorNoDevice || status == cudaErrorInsufficientDriver || status == cudaErrorStubLibrary;
}

int attribute(cudaDeviceAttr name, int device) {
    int value = 0;
    checked("cudaDeviceGetAttribute", [&] { return cudaDeviceGetAttribute(&value, name, device); });
    return value;
}

}  // namespace

bool built_with_cuda() noexcept {
    return true;
}

int device_count() {
    int count = 0;
    const cudaError_t status = count_devices(count);
    if (status != cudaSuccess && !means_no_device(status)) throw_runtime_error(status, "cudaGetDeviceCount");
    return count;
}

void require_device() {
    int count = 0;
    const cudaError_t status = count_devices(count);
    if (status != cudaSuccess) throw_runtime_error(status, "cudaGetDeviceCount");
    if (count == 0) throw_runtime_error(cudaErrorNoDevice, "cudaGetDeviceCount");
}

device_description describe_device(int device) {
    cudaDeviceProp properties;
    checked("cudaGetDeviceProperties", [&] { return cudaGetDeviceProperties(&properties, device); });
    return {properties.name, attribute(cudaDevAttrComputeCapabilityMajor, device),
            attribute(cudaDevAttrComputeCapabilityMinor, device), attribute(cudaDevAttrMultiProcessorCount, device),
            properties.totalGlobalMem};
}

cuda_versions find_cuda_versions() noexcept {
    cuda_versions versions{0, 0};
    if (status_of([&] { return cudaDriverGetVersion(&versions.driver); }) != cudaSuccess) versions.driver = 0;
    if (status_of([&] { return cudaRuntimeGetVersion(&versions.runtime); }) != cudaSuccess) versions.runtime = 0;
    return versions;
}

pointer_location locate(const void* pointer) {
    using kind = pointer_location::kind;
    cudaPointerAttributes attributes{};
    const cudaError_t status = status_of([&] { return cudaPointerGetAttributes(&attributes, pointer); });
    if (means_no_device(status)) return {kind::host, -1};
    if (status != cudaSuccess) throw_runtime_error(status, "cudaPointerGetAttributes");
    switch (attributes.type) {
        case cudaMemoryTypeUnregistered:
            return {kind::host, -1};
        case cudaMemoryTypeHost:
            return {kind::pinned, attributes.device};
        case cudaMemoryTypeDevice:
            return {kind::device, attributes.device};
        case cudaMemoryTypeManaged:
            return {kind::managed, attributes.device};
    }
    return {kind::unknown, attributes.device};
}

int current_device() {
    int device = 0;
    checked("cudaGetDevice", [&] { return cudaGetDevice(&device); });
    return device;
}

current_device_guard::current_device_guard(int device) : previous_(current_device()), switched_(previous_ != device) {
    if (switched_) checked("cudaSetDevice", [&] { return cudaSetDevice(device); });
}

current_device_guard::~current_device_guard() {
    // It was the current device before, so a failure here is that of earlier work, which the next call reports.
    if (switched_) status_of([&] { return cudaSetDevice(previous_); });
}

void* allocate_device(std::size_t bytes, stream_ref stream) {
    void* pointer = nullptr;
    checked("cudaMallocAsync", [&] { return cudaMallocAsync(&pointer, bytes, stream.get()); });
    return pointer;
}

void free_device(void* pointer, stream_ref stream) noexcept {
    try {
        const current_device_guard guard(locate(pointer).device);
        status_of([&] { return cudaFreeAsync(pointer, stream.get()); });
    } catch (const error&) {
        // A destructor cannot report: earlier work has failed, as the next call says, or the process is ending.
    }
}

void* allocate_pinned(std::size_t bytes) {
    void* pointer = nullptr;
    checked("cudaHostAlloc", [&] { return cudaHostAlloc(&pointer, bytes, cudaHostAllocPortable); });
    return pointer;
}

void free_pinned(void* pointer) noexcept {
    status_of([&] { return cudaFreeHost(pointer); });
}

CUstream_st* create_stream() {
    cudaStream_t stream = nullptr;
    checked("cudaStreamCreateWithFlags", [&] { return cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking); });
    return stream;
}

void destroy_stream(CUstream_st* stream) noexcept {
    status_of([&] { return cudaStreamDestroy(stream); });
}

void synchronize_stream(stream_ref stream) {
    checked("cudaStreamSynchronize", [&] { return cudaStreamSynchronize(stream.get()); });
}

void copy_async(void* destination, const void* source, std::size_t bytes, stream_ref stream) {
    checked("cudaMemcpyAsync",
            [&] { return cudaMemcpyAsync(destination, source, bytes, cudaMemcpyDefault, stream.get()); });
}

}  // namespace softknee::host
