// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The type behind cudaStream_t, which is a pointer to it.
struct CUstream_st;

namespace softknee {

/// A CUDA stream that somebody else owns. An integer or a null pointer is not a stream: write `stream_ref()`.
class stream_ref {
public:
    /// The legacy default stream of the current device.
    constexpr stream_ref() noexcept = default;
    constexpr stream_ref(CUstream_st* stream) noexcept : stream_(stream) {}
    stream_ref(int) = delete;
    stream_ref(std::nullptr_t) = delete;

    constexpr CUstream_st* get() const noexcept { return stream_; }

    /// Blocks until all work submitted to the stream so far is done. Without a device there is none, and the default
    /// stream returns at once.
    /// @throws device_error if that work, or an earlier one, failed.
    void synchronize() const;

private:
    CUstream_st* stream_ = nullptr;
};

/// A CUDA stream of the device that was current when it was made, not synchronised with the default stream.
class stream {
public:
    /// @throws no_device_error, driver_error, device_error
    stream();
    /// Releases the stream; work already submitted still completes.
    ~stream();
    stream(stream&& other) noexcept;
    stream& operator=(stream&& other) noexcept;

    operator stream_ref() const noexcept { return stream_ref(stream_); }
    CUstream_st* get() const noexcept { return stream_; }
    void synchronize() const { stream_ref(stream_).synchronize(); }

private:
    CUstream_st* stream_ = nullptr;
};

}  // namespace softknee
