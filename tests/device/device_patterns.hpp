// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <softknee/buffer.hpp>
#include <softknee/stream.hpp>

#include "bit_patterns.hpp"

namespace softknee::test {

/// A copy of bit patterns on the device, in an allocation that ends with them and begins `offset` elements before.
class device_patterns {
public:
    device_patterns(bit_patterns& content, std::int64_t offset, stream_ref stream)
        : type_(content.type()),
          count_(content.count()),
          offset_(offset),
          stream_(stream),
          memory_(bytes_for(offset + content.count(), type_), stream) {
        copy(content.view(), view(), stream);
        stream.synchronize();
    }

    tensor_view view() { return view(tensor_shape(std::array{count_}), 0); }
    tensor_view view(const tensor_shape& shape, std::int64_t first) {
        auto* const bytes = static_cast<std::uint8_t*>(memory_.data());
        if (bytes == nullptr) return {nullptr, type_, memory::device, shape};
        return {bytes + static_cast<std::size_t>(offset_ + first) * size_of(type_), type_, memory::device, shape};
    }

    bit_patterns content() {
        bit_patterns result(type_, count_);
        copy(view(), result.view(), stream_);
        stream_.synchronize();
        return result;
    }

private:
    dtype type_;
    std::int64_t count_;
    std::int64_t offset_;
    stream_ref stream_;
    device_memory memory_;
};

}  // namespace softknee::test
