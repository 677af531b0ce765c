// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/registered_memory.hpp>

#include <iterator>
#include <map>

#include <emulator/runtime/block.hpp>
#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {
namespace {

/// From the first byte to the one after the last.
struct registered_ranges {
    std::map<const std::byte*, const std::byte*> ends;

    bool touches(const std::byte* begin, const std::byte* end) const {
        const auto after = ends.lower_bound(end);
        return after != ends.begin() && std::prev(after)->second > begin;
    }
};

}  // namespace

void register_host_memory(const void* address, std::size_t bytes) {
    const auto* const begin = static_cast<const std::byte*>(address);
    auto& ranges = immortal<registered_ranges>();
    const bool free = find_block(begin) == nullptr && !ranges.touches(begin, begin + bytes);
    require(free, cudaErrorHostMemoryAlreadyRegistered);
    ranges.ends.emplace(begin, begin + bytes);
}

void unregister_host_memory(const void* address) {
    const bool found = immortal<registered_ranges>().ends.erase(static_cast<const std::byte*>(address)) != 0;
    require(found, cudaErrorHostMemoryNotRegistered);
}

bool is_registered(const void* address) {
    const auto* const byte = static_cast<const std::byte*>(address);
    return immortal<registered_ranges>().touches(byte, byte + 1);
}

}  // namespace softknee_emulator::runtime
