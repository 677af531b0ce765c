// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/thread.hpp>

/// mov, its packed forms, and conversions of addresses.
namespace softknee_emulator {
namespace {

template <class T>
flow copy(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], read<T>(t, i.slot[1]));
    return flow::next;
}

std::uint64_t low_bits(int count) {
    return count >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << count) - 1;
}

/// mov d, {a, b}: a is the lowest part.
flow pack(thread& t, const instruction& i) {
    const int width = i.bits / i.lane_count;
    std::uint64_t result = 0;
    for (int k = 0; k < i.lane_count; ++k) result |= (t.registers[i.lanes[k]] & low_bits(width)) << (width * k);
    t.registers[i.slot[0]] = result;
    return flow::next;
}
flow unpack(thread& t, const instruction& i) {
    const int width = i.bits / i.lane_count;
    const std::uint64_t source = t.registers[i.slot[0]];
    for (int k = 0; k < i.lane_count; ++k) {
        if (i.lanes[k] != no_slot) t.registers[i.lanes[k]] = source >> (width * k) & low_bits(width);
    }
    return flow::next;
}

/// Shared memory is addressed by offsets in its own space, and by host addresses in the generic one; a kernel's
/// arguments are too. All other spaces have generic addresses.
flow shared_to_generic(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.registers[i.slot[1]] + reinterpret_cast<std::uint64_t>(t.block->shared.data.data());
    return flow::next;
}
flow generic_to_shared(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.registers[i.slot[1]] - reinterpret_cast<std::uint64_t>(t.block->shared.data.data());
    return flow::next;
}
flow parameter_to_generic(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.registers[i.slot[1]] + reinterpret_cast<std::uint64_t>(t.block->arguments);
    return flow::next;
}
flow generic_to_parameter(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.registers[i.slot[1]] - reinterpret_cast<std::uint64_t>(t.block->arguments);
    return flow::next;
}

constexpr typed_operation copies[] = {
    {"b16", copy<std::uint16_t>}, {"u16", copy<std::uint16_t>},  {"s16", copy<std::uint16_t>},
    {"f16", copy<std::uint16_t>}, {"bf16", copy<std::uint16_t>}, {"b32", copy<std::uint32_t>},
    {"u32", copy<std::uint32_t>}, {"s32", copy<std::uint32_t>},  {"f32", copy<std::uint32_t>},
    {"b64", copy<std::uint64_t>}, {"u64", copy<std::uint64_t>},  {"s64", copy<std::uint64_t>},
    {"f64", copy<std::uint64_t>}, {"pred", copy<std::uint64_t>}};

void decode_move(decoder& d) {
    const std::string_view type = d.take_type();
    instruction& result = d.result();
    const bool packs = d.operand(1)[0] == '{';
    if (!packs && d.operand(0)[0] != '{') {
        result.run = choose(d, type, copies);
        d.take_operands(2);
        return;
    }
    result.bits = static_cast<int>(8 * ptx::size_of_type(type));
    if (result.bits > 64) d.refuse("registers of 128 bits are not supported");
    result.run = packs ? pack : unpack;
    d.take_lanes(d.operand(packs ? 1 : 0));
    result.slot[0] = d.slot_of(d.operand(packs ? 0 : 1));
}

void decode_address_conversion(decoder& d) {
    const bool to_space = d.take("to");
    const std::string_view space =
        d.take_one_of({"global", "shared::cta", "shared", "local", "const", "param::entry", "param"});
    const std::string_view type = d.take_type();
    if (space.empty() || (type != "u64" && type != "u32")) d.refuse("the space or the type is not known");
    if (space.substr(0, 6) == "shared") {
        d.result().run = to_space ? generic_to_shared : shared_to_generic;
    } else if (space.substr(0, 5) == "param") {
        d.result().run = to_space ? generic_to_parameter : parameter_to_generic;
    } else {
        d.result().run = copy<std::uint64_t>;
    }
    d.take_operands(2);
}

constexpr opcode_entry opcodes[] = {{"mov", decode_move}, {"cvta", decode_address_conversion}};

}  // namespace

std::span<const opcode_entry> move_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
