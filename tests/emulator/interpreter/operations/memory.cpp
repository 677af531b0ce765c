// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include <emulator/interpreter/memory_access.hpp>
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/memory_operands.hpp>

/// ld, ldu and st of one element or a vector, and what only advises the caches.
namespace softknee_emulator {
namespace {

/// A narrow element fills its register by its sign.
std::uint64_t extended(std::uint64_t bits, std::size_t bytes, bool is_signed) {
    if (bytes == 8) return bits;
    const int unused = static_cast<int>(64 - 8 * bytes);
    const std::uint64_t top = bits << unused;
    return is_signed ? static_cast<std::uint64_t>(static_cast<std::int64_t>(top) >> unused) : top >> unused;
}

flow load(thread& t, const instruction& i) {
    const std::byte* const source = access_memory(t, i, t.registers[i.slot[0]],
                                                  i.bytes * static_cast<std::size_t>(i.lane_count), access_kind::load);
    for (int k = 0; k < i.lane_count; ++k) {
        if (i.lanes[k] == no_slot) continue;
        std::uint64_t bits = 0;
        std::memcpy(&bits, source + static_cast<std::size_t>(k) * i.bytes, i.bytes);
        t.registers[i.lanes[k]] = extended(bits, i.bytes, i.is_signed);
    }
    return flow::next;
}

flow store(thread& t, const instruction& i) {
    std::byte* const target = access_memory(t, i, t.registers[i.slot[0]],
                                            i.bytes * static_cast<std::size_t>(i.lane_count), access_kind::store);
    for (int k = 0; k < i.lane_count; ++k) {
        std::memcpy(target + static_cast<std::size_t>(k) * i.bytes, &t.registers[i.lanes[k]], i.bytes);
    }
    return flow::next;
}

flow advise(thread&, const instruction&) {
    return flow::next;
}

void take_caching(decoder& d) {
    for (const std::string_view advice :
         {"ca", "cg", "cs", "lu", "cv", "wb", "wt", "L1::evict_normal", "L1::evict_unchanged", "L1::evict_first",
          "L1::evict_last", "L1::no_allocate", "L2::evict_last", "L2::evict_normal", "L2::evict_first", "L2::64B",
          "L2::128B", "L2::256B"}) {
        d.take(advice);
    }
}

void take_vector_length(decoder& d) {
    const std::string_view length = d.take_one_of({"v2", "v4", "v8"});
    const int expected = length.empty() ? 1 : length[1] - '0';
    if (d.result().lane_count != expected) d.refuse("the vector has another length");
}

void take_type(decoder& d) {
    const std::string_view type = d.take_type();
    d.result().bytes = ptx::size_of_type(type);
    d.result().is_signed = type[0] == 's';
    if (type == "b128" || type == "pred") d.refuse("the type ." + std::string(type) + " is not known");
}

void decode_load(decoder& d) {
    instruction& result = d.result();
    take_type(d);
    take_space(d);
    take_ordering(d);
    take_caching(d);
    result.read_only = d.take("nc") || d.opcode() == "ldu";
    if (d.operand_count() != 2) d.refuse("it has another number of operands");
    d.take_lanes(d.operand(0));
    d.take_address(d.operand(1), result.slot[0]);
    take_vector_length(d);
    result.run = load;
}

void decode_store(decoder& d) {
    instruction& result = d.result();
    take_type(d);
    take_space(d);
    take_ordering(d);
    take_caching(d);
    if (d.operand_count() != 2) d.refuse("it has another number of operands");
    d.take_address(d.operand(0), result.slot[0]);
    d.take_lanes(d.operand(1));
    take_vector_length(d);
    result.run = store;
}

void decode_prefetch(decoder& d) {
    take_space(d);
    if (d.take_one_of({"L1", "L2", "L2::evict_last", "L2::evict_normal"}).empty()) d.refuse("the level is not known");
    d.take_address(d.operand(0), d.result().slot[0]);
    d.result().run = advise;
}

constexpr opcode_entry opcodes[] = {
    {"ld", decode_load}, {"ldu", decode_load}, {"st", decode_store}, {"prefetch", decode_prefetch}};

}  // namespace

std::span<const opcode_entry> memory_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
