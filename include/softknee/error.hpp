// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <new>
#include <stdexcept>
#include <string>

/// Every exception that softknee throws derives from `error`. A call that throws has launched nothing and written
/// nothing to its outputs, and leaves the last-error state of the CUDA runtime as it was.
namespace softknee {

class error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// An argument cannot be accepted. The message reads "<function>: <argument>: got <got>, expected <expected>".
class argument_error : public error {
public:
    argument_error(std::string function, std::string argument, std::string got, std::string expected);

    const std::string& function() const noexcept { return function_; }
    const std::string& argument() const noexcept { return argument_; }
    const std::string& got() const noexcept { return got_; }
    const std::string& expected() const noexcept { return expected_; }

private:
    std::string function_;
    std::string argument_;
    std::string got_;
    std::string expected_;
};

/// A null pointer with a non-zero count, or a pointer that is not aligned to its element type.
class pointer_error : public argument_error {
    using argument_error::argument_error;
};

/// A rank above 8, a negative size, a product of sizes beyond 63 bits, or shapes that differ.
class shape_error : public argument_error {
    using argument_error::argument_error;
};

/// Tensors of one call with different dtypes.
class dtype_error : public argument_error {
    using argument_error::argument_error;
};

/// Host and device views in one call, views on different devices, or a pointer that is not where its view says.
class placement_error : public argument_error {
    using argument_error::argument_error;
};

/// An output that overlaps itself (stride 0), or overlaps an input without being the identical view.
class overlap_error : public argument_error {
    using argument_error::argument_error;
};

/// A parameter that is not finite or out of its range.
class parameter_error : public argument_error {
    using argument_error::argument_error;
};

/// A saved tensor that does not determine the derivative of this activation with these parameters.
class saved_tensor_error : public argument_error {
    using argument_error::argument_error;
};

/// A workspace with fewer bytes than the call needs.
class workspace_error : public argument_error {
    using argument_error::argument_error;
};

/// A text that names no activation, or is malformed.
class parse_error : public argument_error {
    using argument_error::argument_error;
};

/// Something that this machine or this build cannot do.
class unsupported_error : public argument_error {
    using argument_error::argument_error;
};

/// The CUDA runtime refused a call; `code` is its cudaError_t. Also thrown for errors of earlier asynchronous work.
class device_error : public error {
public:
    device_error(const std::string& message, int code) : error(message), code_(code) {}
    int code() const noexcept { return code_; }

private:
    int code_;
};

/// There is no CUDA device, or this build of softknee has no CUDA support.
class no_device_error : public device_error {
    using device_error::device_error;
};

/// The installed driver is too old for the CUDA runtime that softknee was built with.
class driver_error : public device_error {
    using device_error::device_error;
};

/// softknee was not built for the architecture of this device.
class architecture_error : public device_error {
    using device_error::device_error;
};

/// Device or pinned memory is exhausted.
class out_of_memory_error : public device_error {
    using device_error::device_error;
};

}  // namespace softknee
