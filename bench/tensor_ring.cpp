// SPDX-License-Identifier: Apache-2.0
#include "tensor_ring.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <softknee/activation/identity.hpp>
#include <softknee/error.hpp>
#include <softknee/pointwise.hpp>

namespace softknee::bench {
namespace {

constexpr std::int64_t alignment_bytes = 256;
/// A graph of more launches takes longer to make than to measure with.
constexpr std::int64_t most_slots = 1024;
/// A prime number: what repeats so far apart falls on no boundary of tiles.
constexpr std::int64_t random_count = 4194301;

std::int64_t padded_bytes(const tensor_shape& shape, dtype type) {
    const auto bytes = static_cast<std::int64_t>(bytes_for(shape.count(), type));
    return (bytes + alignment_bytes - 1) / alignment_bytes * alignment_bytes;
}

}  // namespace

rotation rotation_for(cache_state state, std::int64_t bytes_per_call, std::size_t cache_bytes) {
    if (state == cache_state::hot) return {1, bytes_per_call};
    if (cache_bytes == 0) {
        throw parameter_error("bench", "cache", "cold", "hot: the system does not tell how large its caches are");
    }
    const std::int64_t wanted = cold_caches * static_cast<std::int64_t>(cache_bytes);
    const std::int64_t slots = std::max<std::int64_t>(1, (wanted + bytes_per_call - 1) / bytes_per_call);
    if (slots > most_slots) {
        throw parameter_error("bench", "cache", "cold with " + std::to_string(bytes_per_call) + " bytes a call",
                              "at least " + std::to_string((wanted + most_slots - 1) / most_slots) +
                                  " bytes a call to leave a cache cold, or hot");
    }
    return {static_cast<int>(slots), bytes_per_call};
}

tensor_ring::tensor_ring(bench_place& place, dtype type, const tensor_shape& shape, int slots)
    : place_(place),
      type_(type),
      shape_(shape),
      slots_(slots),
      slot_bytes_(padded_bytes(shape, type)),
      memory_(place.allocate(static_cast<std::size_t>(slots * slot_bytes_))) {
    fill();
}

tensor_view tensor_ring::operator[](int slot) {
    return {data(slot), type_, place_.where(), shape_};
}

void tensor_ring::fill() {
    const auto piece = [this](int slot, std::int64_t first, std::int64_t count) -> tensor_view {
        return {data(slot) + first * static_cast<std::int64_t>(size_of(type_)), type_, place_.where(),
                tensor_shape(std::array{count})};
    };
    const auto copy = [this](const tensor_view& from, const tensor_view& to) {
        place_.run([&](const auto& how) { forward(identity{}, from, to, how); });
    };
    const std::int64_t count = slot_bytes_ / static_cast<std::int64_t>(size_of(type_));
    std::int64_t filled = std::min(count, random_count);
    place_.fill(piece(0, 0, filled));
    while (filled < count) {
        const std::int64_t more = std::min(filled, count - filled);
        copy(piece(0, 0, more), piece(0, filled, more));
        filled += more;
    }
    for (int slot = 1; slot < slots_; ++slot) copy(piece(0, 0, count), piece(slot, 0, count));
    place_.finish();
}

plain_transfer transfer_of(tensor_ring& first, tensor_ring* second, tensor_ring& result, int slot) {
    return {first.data(slot), second == nullptr ? nullptr : second->data(slot), result.data(slot), first.slot_bytes()};
}

}  // namespace softknee::bench
