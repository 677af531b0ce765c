// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>

#include <softknee/dtype.hpp>
#include <softknee/rank.hpp>

namespace softknee {

/// Where a tensor lies. Managed memory counts as device memory; pinned memory as host memory.
enum class memory { host, device };

/// Sizes and strides, outermost dimension first. Strides count elements; they may be negative, and 0 for inputs.
class tensor_shape {
public:
    tensor_shape() = default;
    /// Row-major contiguous.
    /// @throws shape_error if the rank exceeds `maximum_rank`, a size is negative, or there are 2^60 elements or more.
    explicit tensor_shape(std::span<const std::int64_t> sizes);
    /// @throws shape_error as above, or if there are not as many strides as sizes, or the elements reach 2^60 or more
    ///         strides apart.
    tensor_shape(std::span<const std::int64_t> sizes, std::span<const std::int64_t> strides);

    int rank() const noexcept { return rank_; }
    std::int64_t size(int dimension) const noexcept { return sizes_[dimension]; }
    std::int64_t stride(int dimension) const noexcept { return strides_[dimension]; }
    std::span<const std::int64_t> sizes() const noexcept { return {sizes_.data(), static_cast<std::size_t>(rank_)}; }
    std::span<const std::int64_t> strides() const noexcept {
        return {strides_.data(), static_cast<std::size_t>(rank_)};
    }
    /// The product of the sizes: 1 for rank 0.
    std::int64_t count() const noexcept { return count_; }

private:
    int rank_ = 0;
    std::int64_t count_ = 1;
    std::array<std::int64_t, maximum_rank> sizes_{};
    std::array<std::int64_t, maximum_rank> strides_{};
};

/// "[2, 3]"
std::string to_string(std::span<const std::int64_t> sizes);

/// A contiguous range whose elements can be a tensor's: std::vector, std::array, std::span and the like, on the host.
template <class Range>
concept host_range = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
    element<std::remove_cv_t<std::ranges::range_value_t<Range>>>;

/// A tensor that is read: it owns nothing, and must not outlive its memory. Nothing is checked but the shape until a
/// function is called with it.
class const_tensor_view {
public:
    const_tensor_view(const void* data, dtype type, memory where, const tensor_shape& shape)
        : data_(const_cast<void*>(data)), type_(type), where_(where), shape_(shape) {}

    /// A whole host container as a tensor of rank 1.
    template <host_range Range>
    requires(!std::derived_from<std::remove_cvref_t<Range>, const_tensor_view>) const_tensor_view(const Range& range)
        : const_tensor_view(std::ranges::data(range),
                            dtype_of<std::remove_cv_t<std::ranges::range_value_t<Range>>>::value, memory::host,
                            tensor_shape(std::array{static_cast<std::int64_t>(std::ranges::size(range))})) {}

    const void* data() const noexcept { return data_; }
    dtype type() const noexcept { return type_; }
    memory where() const noexcept { return where_; }
    const tensor_shape& shape() const noexcept { return shape_; }
    std::int64_t count() const noexcept { return shape_.count(); }

protected:
    void* data_;
    dtype type_;
    memory where_;
    tensor_shape shape_;
};

/// A tensor that is written. It is accepted wherever a `const_tensor_view` is.
class tensor_view : public const_tensor_view {
public:
    tensor_view(void* data, dtype type, memory where, const tensor_shape& shape)
        : const_tensor_view(data, type, where, shape) {}

    template <host_range Range>
    requires(!std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<Range>>> &&
             !std::derived_from<std::remove_cvref_t<Range>, const_tensor_view>) tensor_view(Range&& range)
        : tensor_view(std::ranges::data(range), dtype_of<std::ranges::range_value_t<Range>>::value, memory::host,
                      tensor_shape(std::array{static_cast<std::int64_t>(std::ranges::size(range))})) {}

    void* data() const noexcept { return data_; }
};

/// A row-major contiguous tensor on the host.
template <element T>
tensor_view host_view(T* data, std::span<const std::int64_t> sizes) {
    return {data, dtype_of<T>::value, memory::host, tensor_shape(sizes)};
}
template <element T>
const_tensor_view host_view(const T* data, std::span<const std::int64_t> sizes) {
    return {data, dtype_of<T>::value, memory::host, tensor_shape(sizes)};
}

/// A row-major contiguous tensor on a device: the one that the pointer belongs to.
template <element T>
tensor_view device_view(T* data, std::span<const std::int64_t> sizes) {
    return {data, dtype_of<T>::value, memory::device, tensor_shape(sizes)};
}
template <element T>
const_tensor_view device_view(const T* data, std::span<const std::int64_t> sizes) {
    return {data, dtype_of<T>::value, memory::device, tensor_shape(sizes)};
}

}  // namespace softknee
