// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <softknee/dtype.hpp>
#include <softknee/tensor_view.hpp>

#include "bench_place.hpp"

namespace softknee::bench {

/// In which state calls find the caches.
enum class cache_state {
    cold,  ///< each call takes other tensors, of more bytes in all than `cold_caches` caches have
    hot,   ///< every call takes the same tensors: their elements are in the caches, as far as these are large enough
};

inline constexpr int cold_caches = 3;

/// How calls of so many bytes rotate through slots.
/// @throws parameter_error if that would take more than 1024 slots, or `cache_bytes` is 0 and the state cold
rotation rotation_for(cache_state state, std::int64_t bytes_per_call, std::size_t cache_bytes);

/// A contiguous tensor for each slot of a rotation, each with memory to a multiple of 256 bytes. Every slot begins with
/// the same pseudo-random numbers, which repeat in a long tensor.
class tensor_ring {
public:
    tensor_ring(bench_place& place, dtype type, const tensor_shape& shape, int slots);

    tensor_view operator[](int slot);

    /// A slot with its padding.
    std::byte* data(int slot) { return memory_.data() + slot * slot_bytes_; }
    std::int64_t slot_bytes() const { return slot_bytes_; }

private:
    void fill();

    bench_place& place_;
    dtype type_;
    tensor_shape shape_;
    int slots_;
    std::int64_t slot_bytes_;
    bench_memory memory_;
};

/// What a program that does not compute would do in place of a pass.
/// @param second  null where one tensor is read
plain_transfer transfer_of(tensor_ring& first, tensor_ring* second, tensor_ring& result, int slot);

}  // namespace softknee::bench
