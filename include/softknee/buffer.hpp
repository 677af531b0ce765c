// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee {

/// Device memory, allocated and released in stream order (cudaMallocAsync, cudaFreeAsync). Contents are undefined.
class device_memory {
public:
    device_memory() = default;
    /// Allocates on the current device. No bytes: no allocation, and data() is null.
    /// @throws out_of_memory_error, no_device_error, driver_error, device_error
    device_memory(std::size_t bytes, stream_ref stream);
    /// Releases in the order of the stream that it was allocated with, which must still exist.
    ~device_memory();
    device_memory(device_memory&& other) noexcept;
    device_memory& operator=(device_memory&& other) noexcept;

    void* data() const noexcept { return data_; }
    std::size_t bytes() const noexcept { return bytes_; }

private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
    stream_ref stream_;
};

/// Page-locked host memory, which copies to and from a device asynchronously. Where there is no device it is ordinary
/// memory, so that the same program runs on the CPU path; `pinned` tells which.
class pinned_memory {
public:
    pinned_memory() = default;
    /// @throws out_of_memory_error, device_error
    explicit pinned_memory(std::size_t bytes);
    ~pinned_memory();
    pinned_memory(pinned_memory&& other) noexcept;
    pinned_memory& operator=(pinned_memory&& other) noexcept;

    void* data() const noexcept { return data_; }
    std::size_t bytes() const noexcept { return bytes_; }
    bool pinned() const noexcept { return pinned_; }

private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
    bool pinned_ = false;
};

/// The number of bytes of `count` elements.
/// @throws shape_error if `count` is negative or the bytes exceed 63 bits.
std::size_t bytes_for(std::int64_t count, dtype type);

/// `count` elements of device memory; see `device_memory`. Converts to a device view of rank 1.
template <element T>
class device_buffer {
public:
    device_buffer() = default;
    device_buffer(std::int64_t count, stream_ref stream) : memory_(bytes_for(count, dtype_of<T>::value), stream) {}

    T* data() noexcept { return static_cast<T*>(memory_.data()); }
    const T* data() const noexcept { return static_cast<const T*>(memory_.data()); }
    std::int64_t size() const noexcept {
        return static_cast<std::int64_t>(memory_.bytes() / size_of(dtype_of<T>::value));
    }

    operator tensor_view() { return device_view(data(), std::array{size()}); }
    operator const_tensor_view() const { return device_view(data(), std::array{size()}); }

private:
    device_memory memory_;
};

/// `count` elements of pinned host memory; see `pinned_memory`. A contiguous range, and so a host view of rank 1.
template <element T>
class host_buffer {
public:
    host_buffer() = default;
    explicit host_buffer(std::int64_t count) : memory_(bytes_for(count, dtype_of<T>::value)) {}

    T* data() noexcept { return static_cast<T*>(memory_.data()); }
    const T* data() const noexcept { return static_cast<const T*>(memory_.data()); }
    std::size_t size() const noexcept { return memory_.bytes() / size_of(dtype_of<T>::value); }
    T* begin() noexcept { return data(); }
    T* end() noexcept { return data() + size(); }
    const T* begin() const noexcept { return data(); }
    const T* end() const noexcept { return data() + size(); }
    T& operator[](std::size_t i) noexcept { return data()[i]; }
    const T& operator[](std::size_t i) const noexcept { return data()[i]; }
    bool pinned() const noexcept { return memory_.pinned(); }

private:
    pinned_memory memory_;
};

/// Copies between two contiguous tensors of one dtype and count, on host or device in any combination.
///
/// Stream-ordered when a device is involved; asynchronous to the host only if the host side is pinned.
/// @throws shape_error, dtype_error, pointer_error, placement_error, overlap_error, device_error
void copy(const_tensor_view source, tensor_view destination, stream_ref stream = {});

}  // namespace softknee
