// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/memory_access.hpp>

#include <algorithm>
#include <cstring>
#include <string>

#include <emulator/fault.hpp>

namespace softknee_emulator {
namespace {

std::string describe(access_kind kind, std::size_t bytes) {
    const char* name = kind == access_kind::load ? "load" : kind == access_kind::store ? "store" : "atomic access";
    return std::string(name) + " of " + std::to_string(bytes) + " bytes";
}

bool lies_in(const std::byte* byte, std::size_t bytes, const std::byte* data, std::size_t size) {
    const auto first = reinterpret_cast<std::uint64_t>(byte);
    const auto begin = reinterpret_cast<std::uint64_t>(data);
    // The sum of an address and a size may be beyond the last address.
    return first >= begin && bytes <= size && first - begin <= size - bytes;
}

/// Checks and records what shared and global memory have in common.
/// @param unwritten  the first of the bytes that nothing has written; null if there is none
void record(thread& t, const instruction& i, std::uint8_t* written, const std::uint8_t* unwritten,
            race_log::records races, access_kind kind, const char* space) {
    if (kind != access_kind::store && unwritten != nullptr) {
        throw fault("uninitialised " + std::string(space) + " memory: byte " + std::to_string(unwritten - written) +
                    " of a " + describe(kind, races.bytes) + " has never been written");
    }
    race_log& log = *t.block->races;
    const auto conflict = kind == access_kind::store    ? log.record_store(races, t.interval)
                          : kind == access_kind::atomic ? log.record_atomic(races, t.interval)
                          : i.read_only                 ? log.record_read_only_load(races)
                                                        : log.record_load(races, t.interval);
    if (conflict) throw fault("race in " + std::string(space) + " memory: " + *conflict);
    if (kind != access_kind::load) std::memset(written, 1, races.bytes);
}

std::byte* access_shared(thread& t, const instruction& i, std::uint64_t offset, std::size_t bytes, access_kind kind) {
    shared_memory& shared = t.block->shared;
    if (offset + bytes > shared.data.size()) {
        throw fault("out of bounds: " + describe(kind, bytes) + " at offset " + std::to_string(offset) + " of " +
                    std::to_string(shared.data.size()) + " bytes of shared memory");
    }
    const race_log::records races{&shared.last_write[offset], &shared.last_read[offset], bytes,
                                  t.block->races->first_of_block()};
    std::uint8_t* const written = &shared.written[offset];
    const auto* const unwritten = static_cast<const std::uint8_t*>(std::memchr(written, 0, bytes));
    record(t, i, written, unwritten, races, kind, "shared");
    return &shared.data[offset];
}

[[noreturn]] void refuse_global(const thread& t, const std::byte* byte, std::size_t bytes, access_kind kind) {
    const std::string what = "out of bounds: " + describe(kind, bytes) + " at ";
    const allocation* const below = t.block->memory->nearest_below(byte);
    constexpr std::int64_t near = 1 << 20;
    if (below != nullptr && byte - (below->data + below->bytes) < near) {
        const std::int64_t past = byte + bytes - (below->data + below->bytes);
        throw fault(what + "byte " + std::to_string(byte - below->data) + " of an allocation of " +
                    std::to_string(below->bytes) + " bytes, " + std::to_string(past) + " past its end");
    }
    throw fault(what + "an address in no allocation");
}

std::byte* access_global(thread& t, const instruction& i, std::byte* byte, std::size_t bytes, access_kind kind) {
    allocation* const found = t.block->memory->find(byte);
    if (found == nullptr || byte + bytes > found->data + found->bytes) refuse_global(t, byte, bytes, kind);
    const auto offset = static_cast<std::size_t>(byte - found->data);
    const race_log::records races{&found->last_write[offset], &found->last_read[offset], bytes,
                                  t.block->races->first_of_launch()};
    record(t, i, &found->written[offset], device_memory::find_unwritten(*found, offset, bytes), races, kind, "global");
    return byte;
}

}  // namespace

std::byte* access_memory(thread& t, const instruction& i, std::uint64_t address, std::size_t bytes, access_kind kind) {
    address += static_cast<std::uint64_t>(i.offset);
    if (i.space == ptx::state_space::shared) address &= 0xffffffffu;
    // A local or shared array is aligned in its space, and the space itself is in the host's memory.
    if (address % bytes != 0) {
        throw fault("misaligned: " + describe(kind, bytes) + " at an address that is " +
                    std::to_string(address % bytes) + " bytes beyond a multiple of it");
    }
    if (i.space == ptx::state_space::shared) return access_shared(t, i, address, bytes, kind);
    block_context& block = *t.block;
    if (i.space == ptx::state_space::parameter && address < block.kernel->parameter_bytes) {
        if (kind != access_kind::load || address + bytes > block.kernel->parameter_bytes) {
            throw fault("out of bounds: " + describe(kind, bytes) + " of the kernel's arguments");
        }
        return const_cast<std::byte*>(block.arguments) + address;
    }
    auto* const byte = reinterpret_cast<std::byte*>(address);
    const std::size_t local_bytes = block.kernel->local_bytes;
    if (lies_in(byte, bytes, t.local, local_bytes)) return byte;
    if (i.space == ptx::state_space::local || i.space == ptx::state_space::parameter) {
        throw fault("out of bounds: " + describe(kind, bytes) + " of local memory");
    }
    if (i.space == ptx::state_space::generic) {
        const auto shared = reinterpret_cast<std::uint64_t>(block.shared.data.data());
        if (address >= shared && address < shared + block.shared.data.size()) {
            return access_shared(t, i, address - shared, bytes, kind);
        }
        if (kind == access_kind::load && lies_in(byte, bytes, block.arguments, block.kernel->parameter_bytes)) {
            return byte;
        }
    }
    return access_global(t, i, byte, bytes, kind);
}

}  // namespace softknee_emulator
