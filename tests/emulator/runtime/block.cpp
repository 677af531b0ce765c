// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/block.hpp>

#include <unistd.h>

#include <map>

#include <emulator/runtime/counts.hpp>
#include <emulator/runtime/device.hpp>
#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/memory_pool.hpp>
#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct block_table {
    std::map<const std::byte*, block> blocks;
};

std::map<const std::byte*, block>& all_blocks() {
    return immortal<block_table>().blocks;
}

constexpr int host = -1;

std::size_t host_memory_bytes() {
    return static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t available_bytes(int device) {
    if (device != host) return free_bytes(device);
    const std::size_t used = memory().bytes_in_use(host);
    return host_memory_bytes() > used ? host_memory_bytes() - used : 0;
}

const char* name_of(block_kind kind) {
    if (kind == block_kind::device) return "device memory";
    return kind == block_kind::managed ? "managed memory" : "pinned memory";
}

}  // namespace

block& allocate_block(block wanted) {
    require(wanted.bytes <= available_bytes(wanted.device), cudaErrorMemoryAllocation);
    wanted.data = static_cast<std::byte*>(memory().allocate(wanted.bytes, wanted.device));
    require(wanted.data != nullptr, cudaErrorMemoryAllocation);
    if (wanted.kind != block_kind::device) memory().mark_written(wanted.data, wanted.bytes);
    if (wanted.exists) counts().add_allocation();
    if (wanted.pool != nullptr) wanted.pool->add(wanted.bytes);
    return all_blocks()[wanted.data] = std::move(wanted);
}

void release_block(const block& freed) {
    if (freed.pool != nullptr) freed.pool->subtract(freed.bytes);
    memory().release(freed.data);
    all_blocks().erase(freed.data);
}

block* find_block(const void* address) {
    const auto* const byte = static_cast<const std::byte*>(address);
    const auto after = all_blocks().upper_bound(byte);
    if (after == all_blocks().begin()) return nullptr;
    block& below = std::prev(after)->second;
    return byte < below.data + below.bytes ? &below : nullptr;
}

block& block_at(const void* address, cudaError_t error) {
    const auto place = all_blocks().find(static_cast<const std::byte*>(address));
    require(place != all_blocks().end() && place->second.exists, error);
    return place->second;
}

void free_block(block& freed) {
    if (freed.graph == nullptr) {
        release_block(freed);
        return;
    }
    freed.exists = false;
    allocation& reserved = *memory().find(freed.data);
    reserved.all_written = false;
    reserved.written.clear();
}

void release_all_blocks(int device) {
    std::vector<block> doomed;
    for (const auto& [data, each] : all_blocks()) {
        if (each.device == device) doomed.push_back(each);
    }
    for (const block& each : doomed) release_block(each);
}

std::size_t live_block_count() {
    std::size_t count = 0;
    for (const auto& [data, each] : all_blocks()) count += each.exists;
    return count;
}

std::vector<std::string> describe_live_blocks() {
    std::vector<std::string> lines;
    for (const auto& [data, each] : all_blocks()) {
        if (!each.exists) continue;
        std::string line = std::to_string(each.bytes) + " bytes of " + name_of(each.kind);
        if (each.device != host) line += " of device " + std::to_string(each.device);
        lines.push_back(line + ", from " + each.allocated_by);
    }
    return lines;
}

std::size_t free_bytes(int device) {
    const std::size_t total = find_device(device).configuration.memory_bytes;
    const std::size_t used = memory().bytes_in_use(device);
    return total > used ? total - used : 0;
}

}  // namespace softknee_emulator::runtime
