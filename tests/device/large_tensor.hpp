// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <softknee/softknee.hpp>

#include "bit_patterns.hpp"

/// Tensors of gigabytes, of which only windows at the ends and around the powers of two are looked at: all of it would
/// take minutes to copy, and an emulator that runs a selection of the blocks runs those there.
namespace softknee::test {

/// Where windows of so many elements begin, the powers of two in the middle of theirs. They may overlap.
inline std::vector<std::int64_t> windows_of(std::int64_t count, std::int64_t window) {
    std::vector<std::int64_t> result{0, count - window};
    for (std::int64_t power = std::int64_t(1) << 28; power < count; power *= 2) {
        result.push_back(std::min(power - window / 2, count - window));
    }
    return result;
}

inline bool fits_on_the_device(std::size_t bytes) {
    std::size_t free_bytes = 0;
    std::size_t all_bytes = 0;
    constexpr std::size_t reserve = std::size_t(1) << 28;
    return cudaMemGetInfo(&free_bytes, &all_bytes) == cudaSuccess && bytes + reserve <= free_bytes;
}

/// A contiguous tensor in device memory, of zeros at first.
class large_tensor {
public:
    large_tensor(dtype type, std::int64_t count, stream_ref stream)
        : type_(type),
          count_(count),
          stream_(stream),
          memory_(static_cast<std::size_t>(count) * size_of(type), stream) {
        if (cudaMemsetAsync(memory_.data(), 0, static_cast<std::size_t>(count) * size_of(type), stream.get()) !=
            cudaSuccess) {
            throw std::runtime_error("the tensor cannot be set to zero");
        }
    }

    tensor_view view() { return view(tensor_shape(std::array{count_}), 0); }
    tensor_view view(const tensor_shape& shape, std::int64_t first) {
        std::byte* const data =
            static_cast<std::byte*>(memory_.data()) + static_cast<std::size_t>(first) * size_of(type_);
        return {data, type_, memory::device, shape};
    }

    void write_random(std::int64_t first, std::int64_t count) {
        bit_patterns content = random_patterns(type_, count, static_cast<std::uint64_t>(61 + first));
        copy(content.view(), view(tensor_shape(std::array{count}), first), stream_);
        stream_.synchronize();
    }

    bit_patterns read(std::int64_t first, std::int64_t count) {
        bit_patterns result(type_, count);
        copy(view(tensor_shape(std::array{count}), first), result.view(), stream_);
        stream_.synchronize();
        return result;
    }

private:
    dtype type_;
    std::int64_t count_;
    stream_ref stream_;
    device_memory memory_;
};

}  // namespace softknee::test
