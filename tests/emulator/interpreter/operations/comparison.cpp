// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/float_format.hpp>

/// setp, set, selp and slct, PTX ISA section 9.7.6.
namespace softknee_emulator {
namespace {

enum relation { eq, ne, lt, le, gt, ge, equ, neu, ltu, leu, gtu, geu, num, nan, relation_count };
constexpr std::string_view relation_names[] = {"eq",  "ne",  "lt",  "le",  "gt",  "ge",  "equ",
                                               "neu", "ltu", "leu", "gtu", "geu", "num", "nan"};
/// How the result is combined with a further predicate.
enum combination { alone, with_and, with_or, with_xor };

template <class T>
bool holds(int which, T a, T b) {
    const bool unordered = a != a || b != b;
    switch (which) {
        case eq:
            return a == b;
        case ne:
            return !unordered && a != b;
        case lt:
            return a < b;
        case le:
            return a <= b;
        case gt:
            return a > b;
        case ge:
            return a >= b;
        case equ:
            return unordered || a == b;
        case neu:
            return a != b;
        case ltu:
            return unordered || a < b;
        case leu:
            return unordered || a <= b;
        case gtu:
            return unordered || a > b;
        case geu:
            return unordered || a >= b;
        case num:
            return !unordered;
        default:
            return unordered;
    }
}

/// What an operand is read as: the k-th value in its register.
template <class T>
struct scalar {
    static constexpr int count = 1;
    static T of(const thread& t, const instruction& i, int operand, int) {
        if constexpr (std::is_floating_point_v<T>) {
            return read_real<T>(t, i, operand);
        } else {
            return read<T>(t, i.slot[operand]);
        }
    }
};
template <const float_format& Format, int Count>
struct half {
    static constexpr int count = Count;
    static double of(const thread& t, const instruction& i, int operand, int k) {
        const auto bits = static_cast<std::uint32_t>(t.registers[i.slot[operand]] >> (16 * k)) & 0xffff;
        const double value = decode(Format, bits);
        const bool flushes = i.flushes_subnormals && std::fabs(value) < std::ldexp(1, 1 - Format.bias());
        return flushes ? std::copysign(0.0, value) : value;
    }
};

// The relation is in the low half of `choice`, the combination in the high one.
constexpr int combination_shift = 8;

bool combined(const thread& t, const instruction& i, bool result) {
    const int how = i.choice >> combination_shift;
    if (how == alone) return result;
    const bool other = (t.registers[i.slot[3]] != 0) != i.negates;
    return how == with_and ? result && other : how == with_or ? result || other : result != other;
}

/// p|q = a relation b, combined with c; q gets the opposite relation, or for packed operands the second pair's result.
template <class Operand>
flow set_predicate(thread& t, const instruction& i) {
    const int which = i.choice & ((1 << combination_shift) - 1);
    const bool first = holds(which, Operand::of(t, i, 1, 0), Operand::of(t, i, 2, 0));
    const bool second = Operand::count == 2 ? holds(which, Operand::of(t, i, 1, 1), Operand::of(t, i, 2, 1)) : !first;
    const std::uint64_t p = combined(t, i, first);
    const std::uint64_t q = combined(t, i, second);
    if (i.slot[0] != no_slot) t.registers[i.slot[0]] = p;
    if (i.slot[4] != no_slot) t.registers[i.slot[4]] = q;
    return flow::next;
}

/// d = what stands for true or false, for each value in the operands. `bits` holds a true one.
template <class Operand>
flow set_value(thread& t, const instruction& i) {
    const int which = i.choice & ((1 << combination_shift) - 1);
    std::uint32_t result = 0;
    for (int k = 0; k < Operand::count; ++k) {
        const bool held = combined(t, i, holds(which, Operand::of(t, i, 1, k), Operand::of(t, i, 2, k)));
        if (held) result |= static_cast<std::uint32_t>(i.bits) << (16 * k);
    }
    write(t, i.slot[0], result);
    return flow::next;
}

flow select_by_predicate(thread& t, const instruction& i) {
    const bool condition = (t.registers[i.slot[3]] != 0) != i.negates;
    t.registers[i.slot[0]] = t.registers[i.slot[condition ? 1 : 2]];
    return flow::next;
}
template <class T>
flow select_by_sign(thread& t, const instruction& i) {
    const bool condition = scalar<T>::of(t, i, 3, 0) >= 0;
    t.registers[i.slot[0]] = t.registers[i.slot[condition ? 1 : 2]];
    return flow::next;
}

constexpr typed_operation predicates[] = {{"b16", set_predicate<scalar<std::uint16_t>>},
                                          {"b32", set_predicate<scalar<std::uint32_t>>},
                                          {"b64", set_predicate<scalar<std::uint64_t>>},
                                          {"u16", set_predicate<scalar<std::uint16_t>>},
                                          {"u32", set_predicate<scalar<std::uint32_t>>},
                                          {"u64", set_predicate<scalar<std::uint64_t>>},
                                          {"s16", set_predicate<scalar<std::int16_t>>},
                                          {"s32", set_predicate<scalar<std::int32_t>>},
                                          {"s64", set_predicate<scalar<std::int64_t>>},
                                          {"f32", set_predicate<scalar<float>>},
                                          {"f64", set_predicate<scalar<double>>},
                                          {"f16", set_predicate<half<float16_format, 1>>},
                                          {"f16x2", set_predicate<half<float16_format, 2>>},
                                          {"bf16", set_predicate<half<bfloat16_format, 1>>},
                                          {"bf16x2", set_predicate<half<bfloat16_format, 2>>}};
constexpr typed_operation values[] = {{"b16", set_value<scalar<std::uint16_t>>},
                                      {"b32", set_value<scalar<std::uint32_t>>},
                                      {"b64", set_value<scalar<std::uint64_t>>},
                                      {"u16", set_value<scalar<std::uint16_t>>},
                                      {"u32", set_value<scalar<std::uint32_t>>},
                                      {"u64", set_value<scalar<std::uint64_t>>},
                                      {"s16", set_value<scalar<std::int16_t>>},
                                      {"s32", set_value<scalar<std::int32_t>>},
                                      {"s64", set_value<scalar<std::int64_t>>},
                                      {"f32", set_value<scalar<float>>},
                                      {"f64", set_value<scalar<double>>},
                                      {"f16", set_value<half<float16_format, 1>>},
                                      {"f16x2", set_value<half<float16_format, 2>>},
                                      {"bf16", set_value<half<bfloat16_format, 1>>},
                                      {"bf16x2", set_value<half<bfloat16_format, 2>>}};
constexpr typed_operation sign_selections[] = {{"s32", select_by_sign<std::int32_t>}, {"f32", select_by_sign<float>}};

bool is_number_type(std::string_view type) {
    return type.find('f') != std::string_view::npos;
}

/// Takes the relation and the combination; "lo", "ls", "hi" and "hs" are the unsigned relations.
void take_relation(decoder& d, std::string_view type) {
    int which = relation_count;
    for (int r = 0; r < relation_count; ++r) {
        if (which == relation_count && d.take(relation_names[r])) which = r;
    }
    constexpr std::string_view unsigned_names[] = {"lo", "ls", "hi", "hs"};
    constexpr int unsigned_relations[] = {lt, le, gt, ge};
    for (int r = 0; r < 4; ++r) {
        if (which == relation_count && d.take(unsigned_names[r])) which = unsigned_relations[r];
    }
    if (which == relation_count) d.refuse("the relation is not known");
    if (which > ge && !is_number_type(type)) d.refuse("the relation is defined for floating-point types");
    const std::string_view how = d.take_one_of({"and", "or", "xor"});
    const int combined_how = how == "and" ? with_and : how == "or" ? with_or : how == "xor" ? with_xor : alone;
    d.result().choice = which | combined_how << combination_shift;
    if (d.operand_count() != (how.empty() ? 3u : 4u)) d.refuse("it has another number of operands");
    d.result().slot[1] = d.slot_of(d.operand(1));
    d.result().slot[2] = d.slot_of(d.operand(2));
    if (!how.empty()) d.take_predicate(d.operand(3), d.result().slot[3]);
}

void decode_set_predicate(decoder& d) {
    const std::string_view type = d.take_type();
    d.take_flush();
    take_relation(d, type);
    d.result().run = choose(d, type, predicates);
    const std::string& target = d.operand(0);
    const std::size_t bar = target.find('|');
    d.result().slot[0] = d.slot_of(std::string_view(target).substr(0, bar));
    if (bar != std::string::npos) d.result().slot[4] = d.slot_of(std::string_view(target).substr(bar + 1));
}

void decode_set(decoder& d) {
    const std::string_view source = d.take_type();
    d.take_flush();
    const std::string_view target =
        d.take_one_of({"u32", "s32", "f32", "f16", "bf16", "f16x2", "bf16x2", "u16", "s16"});
    take_relation(d, source);
    d.result().run = choose(d, source, values);
    d.result().slot[0] = d.slot_of(d.operand(0));
    if (target == "u32" || target == "s32") {
        // Of packed operands, an integer result tells each pair by 16 bits.
        d.result().bits = source.find("x2") != std::string_view::npos ? 0xffff : -1;
    } else if (target == "u16" || target == "s16") {
        d.result().bits = 0xffff;
    } else if (target == "f32") {
        d.result().bits = 0x3f800000;
    } else if (target == "f16" || target == "f16x2") {
        d.result().bits = 0x3c00;
    } else if (target == "bf16" || target == "bf16x2") {
        d.result().bits = 0x3f80;
    } else {
        d.refuse("the type of the result is not known");
    }
}

void decode_select(decoder& d) {
    constexpr std::string_view types[] = {"b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64", "f32", "f64"};
    const std::string_view type = d.take_type();
    if (std::find(std::begin(types), std::end(types), type) == std::end(types)) d.refuse("the type is not known");
    if (d.operand_count() != 4) d.refuse("it has another number of operands");
    for (std::size_t i = 0; i < 3; ++i) d.result().slot[i] = d.slot_of(d.operand(i));
    d.take_predicate(d.operand(3), d.result().slot[3]);
    d.result().run = select_by_predicate;
}

void decode_select_by_sign(decoder& d) {
    const std::string_view type = d.take_type();
    d.take_flush();
    d.take_type();  // of the selected operands, whose bits are copied
    d.result().run = choose(d, type, sign_selections);
    d.take_operands(4);
}

constexpr opcode_entry opcodes[] = {
    {"setp", decode_set_predicate}, {"set", decode_set}, {"selp", decode_select}, {"slct", decode_select_by_sign}};

}  // namespace

std::span<const opcode_entry> comparison_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
