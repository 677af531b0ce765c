// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/thread.hpp>

/// Logic, shifts, bit fields and permutations of bytes, PTX ISA sections 9.7.1 and 9.7.8.
namespace softknee_emulator {
namespace {

struct bitwise_and {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(a & b);
    }
};
struct bitwise_or {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(a | b);
    }
};
struct bitwise_xor {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(a ^ b);
    }
};

template <class T, class Operation>
flow logic(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], Operation::template of<T>(read<T>(t, i.slot[1]), read<T>(t, i.slot[2])));
    return flow::next;
}
template <class T>
flow complement(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], static_cast<T>(~read<T>(t, i.slot[1])));
    return flow::next;
}
flow complement_predicate(thread& t, const instruction& i) {
    t.registers[i.slot[0]] = t.registers[i.slot[1]] == 0;
    return flow::next;
}
template <class T>
flow is_zero(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], read<T>(t, i.slot[1]) == 0);
    return flow::next;
}

/// Distances beyond the width shift everything out; the sign stays.
template <class T>
flow shift_left(thread& t, const instruction& i) {
    const auto distance = read<std::uint32_t>(t, i.slot[2]);
    const T value = read<T>(t, i.slot[1]);
    write<T>(t, i.slot[0], distance >= 8 * sizeof(T) ? T(0) : static_cast<T>(value << distance));
    return flow::next;
}
template <class T>
flow shift_right(thread& t, const instruction& i) {
    const std::uint32_t distance = std::min<std::uint32_t>(read<std::uint32_t>(t, i.slot[2]), 8 * sizeof(T));
    const T value = read<T>(t, i.slot[1]);
    const T filled = value < 0 ? static_cast<T>(-1) : T(0);
    write<T>(t, i.slot[0], distance == 8 * sizeof(T) ? filled : static_cast<T>(value >> distance));
    return flow::next;
}

enum funnel { left = 1, wraps = 2 };

flow funnel_shift(thread& t, const instruction& i) {
    const std::uint64_t both =
        std::uint64_t(read<std::uint32_t>(t, i.slot[2])) << 32 | read<std::uint32_t>(t, i.slot[1]);
    const auto wanted = read<std::uint32_t>(t, i.slot[3]);
    const std::uint32_t distance = (i.choice & wraps) ? wanted & 31 : std::min<std::uint32_t>(wanted, 32);
    const std::uint64_t value = (i.choice & left) ? (both << distance) >> 32 : both >> distance;
    write(t, i.slot[0], static_cast<std::uint32_t>(value));
    return flow::next;
}

flow permute_bytes(thread& t, const instruction& i) {
    const std::uint64_t bytes =
        std::uint64_t(read<std::uint32_t>(t, i.slot[2])) << 32 | read<std::uint32_t>(t, i.slot[1]);
    const auto selector = read<std::uint32_t>(t, i.slot[3]);
    std::uint32_t result = 0;
    for (int k = 0; k < 4; ++k) {
        const std::uint32_t choice = selector >> (4 * k) & 15;
        auto byte = static_cast<std::uint32_t>(bytes >> (8 * (choice & 7)) & 0xff);
        if (choice & 8) byte = (byte & 0x80) != 0 ? 0xff : 0;  // the sign of the byte, eight times
        result |= byte << (8 * k);
    }
    write(t, i.slot[0], result);
    return flow::next;
}

flow logic_of_three(thread& t, const instruction& i) {
    const auto a = read<std::uint32_t>(t, i.slot[1]);
    const auto b = read<std::uint32_t>(t, i.slot[2]);
    const auto c = read<std::uint32_t>(t, i.slot[3]);
    const auto table = read<std::uint32_t>(t, i.slot[4]);
    std::uint32_t result = 0;
    for (int k = 0; k < 8; ++k) {
        if (table >> k & 1) result |= (k & 4 ? a : ~a) & (k & 2 ? b : ~b) & (k & 1 ? c : ~c);
    }
    write(t, i.slot[0], result);
    return flow::next;
}

/// Bits [position, position + length) of a; beyond the word, the sign for signed types and zeros for others.
template <class T>
flow extract_field(thread& t, const instruction& i) {
    using unsigned_type = std::make_unsigned_t<T>;
    constexpr std::uint32_t width = 8 * sizeof(T);
    const auto value = read<T>(t, i.slot[1]);
    const std::uint32_t position = read<std::uint32_t>(t, i.slot[2]) & 0xff;
    const std::uint32_t length = read<std::uint32_t>(t, i.slot[3]) & 0xff;
    unsigned_type result = 0;
    if (length != 0) {
        const std::uint32_t last = std::min(position + length - 1, width - 1);
        const bool negative = std::is_signed_v<T> && (static_cast<unsigned_type>(value) >> last & 1) != 0;
        if (position < width) result = static_cast<unsigned_type>(value) >> position;
        const std::uint32_t kept = position < width ? std::min(length, width - position) : 0;
        const unsigned_type mask = kept == width ? ~unsigned_type(0) : (unsigned_type(1) << kept) - 1;
        result = negative ? result | ~mask : result & mask;
    }
    write<unsigned_type>(t, i.slot[0], result);
    return flow::next;
}

/// The low `length` bits of a in place of those of b at `position`.
template <class T>
flow insert_field(thread& t, const instruction& i) {
    constexpr std::uint32_t width = 8 * sizeof(T);
    const T a = read<T>(t, i.slot[1]);
    const T b = read<T>(t, i.slot[2]);
    const std::uint32_t position = read<std::uint32_t>(t, i.slot[3]) & 0xff;
    const std::uint32_t length = read<std::uint32_t>(t, i.slot[4]) & 0xff;
    T mask = 0;
    if (position < width && length != 0) {
        mask = (length >= width ? ~T(0) : (T(1) << length) - 1) << position;
    }
    const T moved = position < width ? a << position : 0;
    write<T>(t, i.slot[0], (b & ~mask) | (moved & mask));
    return flow::next;
}

template <class T>
flow count_ones(thread& t, const instruction& i) {
    write<std::uint32_t>(t, i.slot[0], static_cast<std::uint32_t>(std::popcount(read<T>(t, i.slot[1]))));
    return flow::next;
}
template <class T>
flow count_leading_zeros(thread& t, const instruction& i) {
    write<std::uint32_t>(t, i.slot[0], static_cast<std::uint32_t>(std::countl_zero(read<T>(t, i.slot[1]))));
    return flow::next;
}
template <class T>
flow reverse(thread& t, const instruction& i) {
    const T value = read<T>(t, i.slot[1]);
    T result = 0;
    for (std::size_t k = 0; k < 8 * sizeof(T); ++k) result |= (value >> k & 1) << (8 * sizeof(T) - 1 - k);
    write<T>(t, i.slot[0], result);
    return flow::next;
}
/// The position of the leading bit that is not the sign; all ones if there is none. With .shiftamt, the distance that
/// would bring it to the top.
template <class T>
flow find_leading_bit(thread& t, const instruction& i) {
    using unsigned_type = std::make_unsigned_t<T>;
    const T value = read<T>(t, i.slot[1]);
    const auto bits = static_cast<unsigned_type>(value < 0 ? ~value : value);
    const int leading = std::countl_zero(bits);
    const int width = 8 * sizeof(T);
    const int position = i.choice != 0 ? leading : width - 1 - leading;
    write<std::uint32_t>(t, i.slot[0], leading == width ? ~0u : static_cast<std::uint32_t>(position));
    return flow::next;
}

template <class Operation>
constexpr typed_operation logics[] = {{"b16", logic<std::uint16_t, Operation>},
                                      {"b32", logic<std::uint32_t, Operation>},
                                      {"b64", logic<std::uint64_t, Operation>},
                                      {"pred", logic<std::uint8_t, Operation>}};
constexpr typed_operation complements[] = {{"b16", complement<std::uint16_t>},
                                           {"b32", complement<std::uint32_t>},
                                           {"b64", complement<std::uint64_t>},
                                           {"pred", complement_predicate}};
constexpr typed_operation zero_tests[] = {
    {"b16", is_zero<std::uint16_t>}, {"b32", is_zero<std::uint32_t>}, {"b64", is_zero<std::uint64_t>}};
constexpr typed_operation left_shifts[] = {
    {"b16", shift_left<std::uint16_t>}, {"b32", shift_left<std::uint32_t>}, {"b64", shift_left<std::uint64_t>}};
constexpr typed_operation right_shifts[] = {
    {"b16", shift_right<std::uint16_t>}, {"b32", shift_right<std::uint32_t>}, {"b64", shift_right<std::uint64_t>},
    {"u16", shift_right<std::uint16_t>}, {"u32", shift_right<std::uint32_t>}, {"u64", shift_right<std::uint64_t>},
    {"s16", shift_right<std::int16_t>},  {"s32", shift_right<std::int32_t>},  {"s64", shift_right<std::int64_t>}};
constexpr typed_operation extractions[] = {{"u32", extract_field<std::uint32_t>},
                                           {"s32", extract_field<std::int32_t>},
                                           {"u64", extract_field<std::uint64_t>},
                                           {"s64", extract_field<std::int64_t>}};
constexpr typed_operation insertions[] = {{"b32", insert_field<std::uint32_t>}, {"b64", insert_field<std::uint64_t>}};
constexpr typed_operation one_counts[] = {{"b32", count_ones<std::uint32_t>}, {"b64", count_ones<std::uint64_t>}};
constexpr typed_operation zero_counts[] = {{"b32", count_leading_zeros<std::uint32_t>},
                                           {"b64", count_leading_zeros<std::uint64_t>}};
constexpr typed_operation reversals[] = {{"b32", reverse<std::uint32_t>}, {"b64", reverse<std::uint64_t>}};
constexpr typed_operation leading_bits[] = {{"u32", find_leading_bit<std::uint32_t>},
                                            {"s32", find_leading_bit<std::int32_t>},
                                            {"u64", find_leading_bit<std::uint64_t>},
                                            {"s64", find_leading_bit<std::int64_t>}};

template <auto& Operations, std::size_t Operands>
void decode_typed(decoder& d) {
    d.result().run = choose(d, d.take_type(), Operations);
    d.take_operands(Operands);
}
template <operation Run, std::size_t Operands>
void decode_word(decoder& d) {
    if (d.take_type() != "b32") d.refuse("it is defined for .b32");
    d.result().run = Run;
    d.take_operands(Operands);
}
void decode_funnel_shift(decoder& d) {
    const std::string_view side = d.take_one_of({"l", "r"});
    const std::string_view mode = d.take_one_of({"wrap", "clamp"});
    if (side.empty() || mode.empty()) d.refuse("the side or what large distances do is not said");
    d.result().choice = (side == "l" ? left : 0) | (mode == "wrap" ? wraps : 0);
    decode_word<funnel_shift, 4>(d);
}
void decode_leading_bit(decoder& d) {
    d.result().choice = d.take("shiftamt");
    decode_typed<leading_bits, 2>(d);
}

constexpr opcode_entry opcodes[] = {
    {"and", decode_typed<logics<bitwise_and>, 3>}, {"or", decode_typed<logics<bitwise_or>, 3>},
    {"xor", decode_typed<logics<bitwise_xor>, 3>}, {"not", decode_typed<complements, 2>},
    {"cnot", decode_typed<zero_tests, 2>},         {"shl", decode_typed<left_shifts, 3>},
    {"shr", decode_typed<right_shifts, 3>},        {"shf", decode_funnel_shift},
    {"prmt", decode_word<permute_bytes, 4>},       {"lop3", decode_word<logic_of_three, 5>},
    {"bfe", decode_typed<extractions, 4>},         {"bfi", decode_typed<insertions, 5>},
    {"popc", decode_typed<one_counts, 2>},         {"clz", decode_typed<zero_counts, 2>},
    {"brev", decode_typed<reversals, 2>},          {"bfind", decode_leading_bit}};

}  // namespace

std::span<const opcode_entry> bit_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
