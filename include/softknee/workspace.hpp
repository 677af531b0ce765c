// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>

#include <softknee/stream.hpp>
#include <softknee/tensor_view.hpp>

namespace softknee {

/// Memory for the partial sums of a backward pass: how much, `workspace_bytes` says. It lies where the tensors of the
/// call lie, needs no initial contents, and may be reused by the next call of the same stream; two calls that may run
/// at the same time need one each.
class workspace {
public:
    /// What every workspace is aligned to, in bytes.
    static constexpr std::size_t alignment = 16;

    /// None: for calls that need none.
    workspace() = default;
    workspace(void* data, std::size_t bytes, memory where) : data_(data), bytes_(bytes), where_(where) {}
    /// The memory of a contiguous tensor or a buffer, whatever its dtype.
    workspace(const tensor_view& tensor)
        : workspace(tensor.data(), static_cast<std::size_t>(tensor.count()) * size_of(tensor.type()), tensor.where()) {}
    template <class Buffer>
    requires std::convertible_to<Buffer&, tensor_view> &&
        (!std::derived_from<Buffer, const_tensor_view>)workspace(Buffer& buffer)
        : workspace(static_cast<tensor_view>(buffer)) {}

    void* data() const noexcept { return data_; }
    std::size_t bytes() const noexcept { return bytes_; }
    memory where() const noexcept { return where_; }

private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
    memory where_ = memory::host;
};

/// What the last backward pass that used a workspace has to report, once its stream has got there.
enum class workspace_status {
    good,
    /// prelu from y: a slope was zero, negative or not finite, so that y does not determine the gradients of its
    /// elements. They are NaN there: that of the slope, and for other slopes than zero dx as well.
    slope_not_positive,
};

/// Waits for the stream and reads the status that the last backward pass left in the workspace.
/// @throws pointer_error for a workspace without memory; device_error if earlier work has failed
workspace_status read_status(const workspace& space, stream_ref stream = {});

}  // namespace softknee
