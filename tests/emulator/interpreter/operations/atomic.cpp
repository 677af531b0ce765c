// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <emulator/interpreter/memory_access.hpp>
#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/interpreter/operations/memory_operands.hpp>
#include <emulator/numeric/float_format.hpp>

/// atom and red, PTX ISA section 9.7.13: read, compute, write; red forgets what was read.
namespace softknee_emulator {
namespace {

struct add {
    template <class T>
    static T of(T old, T operand, T) {
        if constexpr (std::is_integral_v<T>) {
            return static_cast<T>(std::make_unsigned_t<T>(old) + std::make_unsigned_t<T>(operand));
        } else {
            return old + operand;
        }
    }
};
struct smallest {
    template <class T>
    static T of(T old, T operand, T) {
        return std::min(old, operand);
    }
};
struct largest {
    template <class T>
    static T of(T old, T operand, T) {
        return std::max(old, operand);
    }
};
struct bitwise_and {
    template <class T>
    static T of(T old, T operand, T) {
        return old & operand;
    }
};
struct bitwise_or {
    template <class T>
    static T of(T old, T operand, T) {
        return old | operand;
    }
};
struct bitwise_xor {
    template <class T>
    static T of(T old, T operand, T) {
        return old ^ operand;
    }
};
struct exchange {
    template <class T>
    static T of(T, T operand, T) {
        return operand;
    }
};
struct compare_and_swap {
    template <class T>
    static T of(T old, T expected, T replacement) {
        return old == expected ? replacement : old;
    }
};
/// Up to the operand, then from 0 again; and down from it.
struct increment {
    template <class T>
    static T of(T old, T operand, T) {
        return old >= operand ? 0 : old + 1;
    }
};
struct decrement {
    template <class T>
    static T of(T old, T operand, T) {
        return old == 0 || old > operand ? operand : old - 1;
    }
};

template <class T, class Operation>
flow exchange_memory(thread& t, const instruction& i) {
    std::byte* const target = access_memory(t, i, t.registers[i.slot[1]], sizeof(T), access_kind::atomic);
    T old;
    std::memcpy(&old, target, sizeof(T));
    const T third = i.slot[3] == no_slot ? T() : read<T>(t, i.slot[3]);
    const T result = Operation::of(old, read<T>(t, i.slot[2]), third);
    std::memcpy(target, &result, sizeof(T));
    if (i.slot[0] != no_slot) write<T>(t, i.slot[0], old);
    return flow::next;
}

/// The hardware adds floats in global memory without subnormal numbers, and in shared memory with them.
flow add_float(thread& t, const instruction& i) {
    std::byte* const target = access_memory(t, i, t.registers[i.slot[1]], sizeof(float), access_kind::atomic);
    const std::vector<std::byte>& shared = t.block->shared.data;
    instruction how = i;
    how.flushes_subnormals = target < shared.data() || target >= shared.data() + shared.size();
    float old;
    std::memcpy(&old, target, sizeof(float));
    float sum = flushed(flushed(old, how) + read_real<float>(t, how, 2), how);
    if (std::isnan(sum)) sum = std::bit_cast<float>(0x7fffffffu);
    std::memcpy(target, &sum, sizeof(float));
    if (i.slot[0] != no_slot) write(t, i.slot[0], old);
    return flow::next;
}

/// atom.add.noftz of one or two 16-bit floats.
template <const float_format& Format, int Count>
flow add_halves(thread& t, const instruction& i) {
    std::byte* const target = access_memory(t, i, t.registers[i.slot[1]], 2 * Count, access_kind::atomic);
    std::uint32_t old = 0;
    std::memcpy(&old, target, 2 * Count);
    const auto operand = read<std::uint32_t>(t, i.slot[2]);
    std::uint32_t result = 0;
    for (int k = 0; k < Count; ++k) {
        const double a = decode(Format, old >> (16 * k) & 0xffff);
        const double b = decode(Format, operand >> (16 * k) & 0xffff);
        const double sum = a + b;
        const double part = sum - a;
        const double odd = to_odd(sum, (a - (sum - part)) + (b - part));
        result |= encode(Format, odd, rounding::nearest, overflow::to_infinity) << (16 * k);
    }
    std::memcpy(target, &result, 2 * Count);
    if (i.slot[0] != no_slot) write(t, i.slot[0], old);
    return flow::next;
}

struct atomic_form {
    std::string_view name;
    std::string_view type;
    operation run;
};

constexpr atomic_form forms[] = {{"add", "u32", exchange_memory<std::uint32_t, add>},
                                 {"add", "s32", exchange_memory<std::int32_t, add>},
                                 {"add", "u64", exchange_memory<std::uint64_t, add>},
                                 {"add", "f32", add_float},
                                 {"add", "f64", exchange_memory<double, add>},
                                 {"add", "f16", add_halves<float16_format, 1>},
                                 {"add", "f16x2", add_halves<float16_format, 2>},
                                 {"add", "bf16", add_halves<bfloat16_format, 1>},
                                 {"add", "bf16x2", add_halves<bfloat16_format, 2>},
                                 {"min", "u32", exchange_memory<std::uint32_t, smallest>},
                                 {"min", "s32", exchange_memory<std::int32_t, smallest>},
                                 {"min", "u64", exchange_memory<std::uint64_t, smallest>},
                                 {"min", "s64", exchange_memory<std::int64_t, smallest>},
                                 {"max", "u32", exchange_memory<std::uint32_t, largest>},
                                 {"max", "s32", exchange_memory<std::int32_t, largest>},
                                 {"max", "u64", exchange_memory<std::uint64_t, largest>},
                                 {"max", "s64", exchange_memory<std::int64_t, largest>},
                                 {"and", "b32", exchange_memory<std::uint32_t, bitwise_and>},
                                 {"and", "b64", exchange_memory<std::uint64_t, bitwise_and>},
                                 {"or", "b32", exchange_memory<std::uint32_t, bitwise_or>},
                                 {"or", "b64", exchange_memory<std::uint64_t, bitwise_or>},
                                 {"xor", "b32", exchange_memory<std::uint32_t, bitwise_xor>},
                                 {"xor", "b64", exchange_memory<std::uint64_t, bitwise_xor>},
                                 {"exch", "b32", exchange_memory<std::uint32_t, exchange>},
                                 {"exch", "b64", exchange_memory<std::uint64_t, exchange>},
                                 {"cas", "b16", exchange_memory<std::uint16_t, compare_and_swap>},
                                 {"cas", "b32", exchange_memory<std::uint32_t, compare_and_swap>},
                                 {"cas", "b64", exchange_memory<std::uint64_t, compare_and_swap>},
                                 {"inc", "u32", exchange_memory<std::uint32_t, increment>},
                                 {"dec", "u32", exchange_memory<std::uint32_t, decrement>}};

void decode_atomic(decoder& d) {
    instruction& result = d.result();
    const std::string_view type = d.take_type();
    take_space(d);
    take_ordering(d);
    d.take("noftz");
    const std::string_view name = d.take_one_of({"add", "min", "max", "and", "or", "xor", "exch", "cas", "inc", "dec"});
    for (const atomic_form& form : forms) {
        if (form.name == name && form.type == type) result.run = form.run;
    }
    if (result.run == nullptr) d.refuse("the operation is not known for this type");

    std::size_t next = 0;
    if (d.opcode() == "atom") result.slot[0] = d.slot_of(d.operand(next++));
    d.take_address(d.operand(next++), result.slot[1]);
    result.slot[2] = d.slot_of(d.operand(next++));
    if (name == "cas") result.slot[3] = d.slot_of(d.operand(next++));
    if (d.operand_count() != next) d.refuse("it has another number of operands");
}

constexpr opcode_entry opcodes[] = {{"atom", decode_atomic}, {"red", decode_atomic}};

}  // namespace

std::span<const opcode_entry> atomic_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
