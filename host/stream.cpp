// SPDX-License-Identifier: Apache-2.0
#include <softknee/stream.hpp>

#include <utility>

#include <host/device/device_runtime.hpp>

namespace softknee {

void stream_ref::synchronize() const {
    if (stream_ == nullptr && host::device_count() == 0) return;
    host::synchronize_stream(*this);
}

stream::stream() : stream_(host::create_stream()) {}

stream::~stream() {
    if (stream_ != nullptr) host::destroy_stream(stream_);
}

stream::stream(stream&& other) noexcept : stream_(std::exchange(other.stream_, nullptr)) {}

stream& stream::operator=(stream&& other) noexcept {
    stream taken(std::move(other));
    std::swap(stream_, taken.stream_);
    return *this;
}

}  // namespace softknee
