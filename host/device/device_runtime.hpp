// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <softknee/stream.hpp>

/// All that the host layer needs from the CUDA runtime. A build without CUDA has the same interface: it reports that
/// there is no device, and what needs one throws no_device_error.
///
/// Nothing here changes the current device or the last error of the CUDA runtime for its caller, except where it says
/// so. Functions throw no_device_error, driver_error, out_of_memory_error or device_error, unless they are noexcept.
namespace softknee::host {

/// Whether this build contains kernels for devices.
bool built_with_cuda() noexcept;

/// The number of devices that can be used: 0 without a device, without a driver, or with one that is too old.
int device_count();

/// Throws the reason if device_count() is 0.
/// @throws no_device_error, driver_error
void require_device();

/// What a program may want to show of a device.
struct device_description {
    std::string name;
    int major;  ///< of the compute capability
    int minor;
    int multiprocessors;
    std::size_t memory_bytes;
};

device_description describe_device(int device);

/// CUDA versions as 1000 * major + 10 * minor; 0 where there is none.
struct cuda_versions {
    int driver;  ///< the newest that the driver supports
    int runtime;
};

cuda_versions find_cuda_versions() noexcept;

/// Where a pointer points to, as far as the CUDA runtime knows.
struct pointer_location {
    enum class kind {
        host,     ///< ordinary memory, or an address that nobody has allocated
        pinned,   ///< page-locked host memory
        device,   ///< memory of `device`
        managed,  ///< memory that host and devices reach, made on `device`
        unknown,  ///< a kind of memory that this version does not know
    };
    kind where;
    int device;  ///< -1 for host memory that the runtime does not know
};

pointer_location locate(const void* pointer);

int current_device();

/// Makes a device the current one of this thread until the end of a scope.
class current_device_guard {
public:
    explicit current_device_guard(int device);
    ~current_device_guard();
    current_device_guard(const current_device_guard&) = delete;
    current_device_guard& operator=(const current_device_guard&) = delete;

private:
    int previous_;
    bool switched_;
};

/// Memory of the current device, allocated and released in the order of a stream of that device.
/// @param bytes  at least 1
void* allocate_device(std::size_t bytes, stream_ref stream);

/// @param pointer  from allocate_device; the default stream is taken to be that of its device
void free_device(void* pointer, stream_ref stream) noexcept;

/// Page-locked memory that every device can copy from and to.
/// @param bytes  at least 1
void* allocate_pinned(std::size_t bytes);

void free_pinned(void* pointer) noexcept;

/// A stream of the current device that does not wait for the default stream.
CUstream_st* create_stream();

void destroy_stream(CUstream_st* stream) noexcept;

/// @throws device_error also if work submitted earlier has failed
void synchronize_stream(stream_ref stream);

/// Copies bytes between host and devices in any combination, in the order of a stream of the current device.
void copy_async(void* destination, const void* source, std::size_t bytes, stream_ref stream);

}  // namespace softknee::host
