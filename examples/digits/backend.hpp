// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <softknee/stream.hpp>

#include "matrix.hpp"

namespace digits {

/// Whether a factor of a product is taken as it is or transposed.
enum class transpose { no, yes };

/// What the example needs beside softknee: memory and the linear algebra of a BLAS. Work is ordered by `stream`; the
/// CPU finishes it before a call returns. All matrices of a call come from this backend's `allocate`.
class backend {
public:
    virtual ~backend() = default;

    virtual std::string_view name() const noexcept = 0;
    virtual softknee::stream_ref stream() const noexcept = 0;
    /// Waits for all work so far.
    virtual void synchronize() = 0;

    /// A matrix of zeros.
    virtual matrix allocate(std::int64_t rows, std::int64_t cols) = 0;

    /// c = op(a) op(b), added to c if `accumulate`.
    virtual void multiply(const matrix& a, transpose of_a, const matrix& b, transpose of_b, matrix& c,
                          bool accumulate = false) = 0;
    /// y = y + factor x
    virtual void add_scaled(float factor, const matrix& x, matrix& y) = 0;
    /// x = factor x
    virtual void scale(float factor, matrix& x) = 0;
    /// The square root of the sum of squares. Waits for the stream.
    virtual float norm(const matrix& x) = 0;
};

/// OpenBLAS.
std::unique_ptr<backend> make_cpu_backend();

/// cuBLAS on the current device, with a stream of its own.
/// @throws softknee::no_device_error if there is no device, or the example or softknee was built without CUDA;
///         softknee::driver_error if the driver is too old; std::runtime_error if cuBLAS cannot be initialised.
std::unique_ptr<backend> make_cuda_backend();

}  // namespace digits
