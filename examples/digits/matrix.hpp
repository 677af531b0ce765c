// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <variant>

#include <softknee/buffer.hpp>
#include <softknee/tensor_view.hpp>

namespace digits {

/// A row-major matrix that owns its memory, on the host or on a device.
class matrix {
public:
    matrix(std::int64_t rows, std::int64_t cols, softknee::host_buffer<float> memory)
        : rows_(rows), cols_(cols), memory_(std::move(memory)) {}
    matrix(std::int64_t rows, std::int64_t cols, softknee::device_buffer<float> memory)
        : rows_(rows), cols_(cols), memory_(std::move(memory)) {}

    std::int64_t rows() const noexcept { return rows_; }
    std::int64_t cols() const noexcept { return cols_; }
    std::int64_t count() const noexcept { return rows_ * cols_; }

    float* data() noexcept {
        return std::visit([](auto& memory) { return memory.data(); }, memory_);
    }
    const float* data() const noexcept {
        return std::visit([](const auto& memory) { return memory.data(); }, memory_);
    }

    /// How softknee sees the matrix; where its memory lies decides where softknee computes.
    softknee::tensor_view view() { return {data(), softknee::dtype::float32, where(), shape()}; }
    softknee::const_tensor_view view() const { return {data(), softknee::dtype::float32, where(), shape()}; }

private:
    softknee::memory where() const noexcept {
        return std::holds_alternative<softknee::host_buffer<float>>(memory_) ? softknee::memory::host
                                                                             : softknee::memory::device;
    }
    softknee::tensor_shape shape() const { return softknee::tensor_shape(std::array{rows_, cols_}); }

    std::int64_t rows_;
    std::int64_t cols_;
    std::variant<softknee::host_buffer<float>, softknee::device_buffer<float>> memory_;
};

}  // namespace digits
