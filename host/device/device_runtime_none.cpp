// SPDX-License-Identifier: Apache-2.0
#include <softknee/error.hpp>

#include <host/device/device_runtime.hpp>

namespace softknee::host {
namespace {

[[noreturn]] void throw_no_cuda(const char* operation) {
    constexpr int no_device = 100;  // cudaErrorNoDevice
    throw no_device_error(std::string(operation) + ": this build of softknee has no CUDA support", no_device);
}

}  // namespace

bool built_with_cuda() noexcept {
    return false;
}

int device_count() {
    return 0;
}

void require_device() {
    throw_no_cuda("use of a device");
}

device_description describe_device(int) {
    throw_no_cuda("description of a device");
}

cuda_versions find_cuda_versions() noexcept {
    return {0, 0};
}

pointer_location locate(const void*) {
    return {pointer_location::kind::host, -1};
}

int current_device() {
    throw_no_cuda("current device");
}

current_device_guard::current_device_guard(int) : previous_(0), switched_(false) {
    throw_no_cuda("choice of a device");
}

current_device_guard::~current_device_guard() = default;

void* allocate_device(std::size_t, stream_ref) {
    throw_no_cuda("allocation of device memory");
}

void free_device(void*, stream_ref) noexcept {}

void* allocate_pinned(std::size_t) {
    throw_no_cuda("allocation of pinned memory");
}

void free_pinned(void*) noexcept {}

CUstream_st* create_stream() {
    throw_no_cuda("creation of a stream");
}

void destroy_stream(CUstream_st*) noexcept {}

void synchronize_stream(stream_ref) {
    throw_no_cuda("synchronisation of a stream");
}

void copy_async(void*, const void*, std::size_t, stream_ref) {
    throw_no_cuda("copy");
}

}  // namespace softknee::host
