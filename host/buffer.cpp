// SPDX-License-Identifier: Apache-2.0
#include <softknee/buffer.hpp>

#include <cstring>
#include <limits>
#include <new>
#include <string>

#include <softknee/error.hpp>

#include <host/device/device_runtime.hpp>
#include <host/overlap.hpp>
#include <host/validation.hpp>

namespace softknee {
namespace {

/// What ordinary memory is aligned to where it stands in for pinned memory: a cache line, and every SIMD register.
constexpr std::align_val_t ordinary_alignment{64};

void* allocate_ordinary(std::size_t bytes) {
    void* const data = ::operator new(bytes, ordinary_alignment, std::nothrow);
    constexpr int memory_allocation = 2;  // cudaErrorMemoryAllocation
    if (data == nullptr) {
        throw out_of_memory_error("pinned_memory: no " + std::to_string(bytes) + " bytes of memory", memory_allocation);
    }
    return data;
}

bool is_contiguous(const tensor_shape& shape) {
    std::int64_t expected = 1;
    for (int d = shape.rank(); d-- > 0;) {
        if (shape.size(d) != 1 && shape.stride(d) != expected) return false;
        expected *= shape.size(d);
    }
    return true;
}

void check_contiguous(const host::named_view& tensor) {
    const tensor_shape& shape = tensor.view.shape();
    if (is_contiguous(shape)) return;
    throw shape_error("copy", std::string(tensor.name),
                      "strides " + to_string(shape.strides()) + " for shape " + to_string(shape.sizes()),
                      "a contiguous tensor");
}

/// The device that a view lies on, or -1 for the host.
/// @throws placement_error if the pointer is not where its view says
int device_of(const host::named_view& tensor) {
    if (tensor.view.where() == memory::device) return host::validate_device_pointer("copy", tensor);
    const host::pointer_location location = host::locate(tensor.view.data());
    if (location.where == host::pointer_location::kind::device) {
        throw placement_error("copy", std::string(tensor.name),
                              "a pointer to memory of device " + std::to_string(location.device) + " in a host view",
                              "a pointer to host memory");
    }
    return -1;
}

}  // namespace

device_memory::device_memory(std::size_t bytes, stream_ref stream) : bytes_(bytes), stream_(stream) {
    if (bytes != 0) data_ = host::allocate_device(bytes, stream);
}

device_memory::~device_memory() {
    if (data_ != nullptr) host::free_device(data_, stream_);
}

device_memory::device_memory(device_memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)), stream_(other.stream_) {}

device_memory& device_memory::operator=(device_memory&& other) noexcept {
    device_memory taken(std::move(other));
    std::swap(data_, taken.data_);
    std::swap(bytes_, taken.bytes_);
    std::swap(stream_, taken.stream_);
    return *this;
}

pinned_memory::pinned_memory(std::size_t bytes) : bytes_(bytes) {
    if (bytes == 0) return;
    pinned_ = host::device_count() > 0;
    data_ = pinned_ ? host::allocate_pinned(bytes) : allocate_ordinary(bytes);
}

pinned_memory::~pinned_memory() {
    if (data_ == nullptr) return;
    if (pinned_) {
        host::free_pinned(data_);
    } else {
        ::operator delete(data_, ordinary_alignment);
    }
}

pinned_memory::pinned_memory(pinned_memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      bytes_(std::exchange(other.bytes_, 0)),
      pinned_(std::exchange(other.pinned_, false)) {}

pinned_memory& pinned_memory::operator=(pinned_memory&& other) noexcept {
    pinned_memory taken(std::move(other));
    std::swap(data_, taken.data_);
    std::swap(bytes_, taken.bytes_);
    std::swap(pinned_, taken.pinned_);
    return *this;
}

std::size_t bytes_for(std::int64_t count, dtype type) {
    if (count < 0) throw shape_error("bytes_for", "count", std::to_string(count), "a count that is not negative");
    const auto size = static_cast<std::int64_t>(size_of(type));
    if (count > std::numeric_limits<std::int64_t>::max() / size) {
        throw shape_error("bytes_for", "count", std::to_string(count) + " elements of " + std::string(name_of(type)),
                          "at most 2^63 - 1 bytes");
    }
    return static_cast<std::size_t>(count * size);
}

void copy(const_tensor_view source, tensor_view destination, stream_ref stream) {
    if (source.count() != destination.count()) {
        throw shape_error("copy", "destination", std::to_string(destination.count()) + " elements",
                          "the " + std::to_string(source.count()) + " elements of source");
    }
    if (source.type() != destination.type()) {
        throw dtype_error("copy", "destination", std::string(name_of(destination.type())),
                          std::string(name_of(source.type())) + ", the dtype of source");
    }
    if (source.count() == 0) return;
    const host::named_view operands[] = {{"source", source}, {"destination", destination}};
    for (const host::named_view& operand : operands) {
        check_contiguous(operand);
        host::validate_pointer("copy", operand);
    }
    if (!host::certainly_disjoint(source, destination)) {
        throw overlap_error("copy", "destination", "a view that overlaps source", "one that shares no byte with it");
    }
    const int from = device_of(operands[0]);
    const int to = device_of(operands[1]);
    const std::size_t bytes = bytes_for(source.count(), source.type());
    if (from < 0 && to < 0) {
        std::memcpy(destination.data(), source.data(), bytes);
        return;
    }
    const host::current_device_guard guard(to >= 0 ? to : from);
    host::copy_async(destination.data(), source.data(), bytes, stream);
}

}  // namespace softknee
