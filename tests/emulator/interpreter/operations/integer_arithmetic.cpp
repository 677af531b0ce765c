// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/thread.hpp>

/// Integer arithmetic, PTX ISA section 9.7.1. It wraps around; nothing is undefined.
namespace softknee_emulator {
namespace {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

template <class T>
using wide = std::conditional_t<
    sizeof(T) == 8, std::conditional_t<std::is_signed_v<T>, int128, uint128>,
    std::conditional_t<sizeof(T) == 4, std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>,
                       std::conditional_t<std::is_signed_v<T>, std::int32_t, std::uint32_t>>>;

template <class T>
using unsigned_of = std::make_unsigned_t<T>;

struct add {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(unsigned_of<T>(a) + unsigned_of<T>(b));
    }
};
struct subtract {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(unsigned_of<T>(a) - unsigned_of<T>(b));
    }
};
struct multiply_low {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>(std::uint64_t(a) * std::uint64_t(b));
    }
};
struct multiply_high {
    template <class T>
    static T of(T a, T b) {
        return static_cast<T>((wide<T>(a) * wide<T>(b)) >> (8 * sizeof(T)));
    }
};
struct minimum {
    template <class T>
    static T of(T a, T b) {
        return std::min(a, b);
    }
};
struct maximum {
    template <class T>
    static T of(T a, T b) {
        return std::max(a, b);
    }
};
/// By zero: all ones, as the hardware does; PTX leaves it open.
struct divide {
    template <class T>
    static T of(T a, T b) {
        if (b == 0) return static_cast<T>(-1);
        if (std::is_signed_v<T> && b == static_cast<T>(-1)) return subtract::of(T(0), a);
        return static_cast<T>(a / b);
    }
};
struct remainder {
    template <class T>
    static T of(T a, T b) {
        if (b == 0) return a;
        if (std::is_signed_v<T> && b == static_cast<T>(-1)) return 0;
        return static_cast<T>(a % b);
    }
};
struct absolute {
    template <class T>
    static T of(T a) {
        return a < 0 ? subtract::of(T(0), a) : a;
    }
};
struct negate {
    template <class T>
    static T of(T a) {
        return subtract::of(T(0), a);
    }
};

template <class T, class Operation>
flow unary(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], Operation::template of<T>(read<T>(t, i.slot[1])));
    return flow::next;
}
template <class T, class Operation>
flow binary(thread& t, const instruction& i) {
    write<T>(t, i.slot[0], Operation::template of<T>(read<T>(t, i.slot[1]), read<T>(t, i.slot[2])));
    return flow::next;
}
/// a * b + c
template <class T, class Product>
flow multiply_add(thread& t, const instruction& i) {
    const T product = Product::template of<T>(read<T>(t, i.slot[1]), read<T>(t, i.slot[2]));
    write<T>(t, i.slot[0], add::of(product, read<T>(t, i.slot[3])));
    return flow::next;
}
template <class T, bool Adds>
flow multiply_wide(thread& t, const instruction& i) {
    using result = wide<T>;
    result value = result(read<T>(t, i.slot[1])) * result(read<T>(t, i.slot[2]));
    if constexpr (Adds) value = add::of(value, read<result>(t, i.slot[3]));
    write<result>(t, i.slot[0], value);
    return flow::next;
}
flow add_saturating(thread& t, const instruction& i) {
    const std::int64_t sum = std::int64_t(read<std::int32_t>(t, i.slot[1])) + read<std::int32_t>(t, i.slot[2]);
    write(t, i.slot[0],
          static_cast<std::int32_t>(std::clamp<std::int64_t>(sum, std::numeric_limits<std::int32_t>::min(),
                                                             std::numeric_limits<std::int32_t>::max())));
    return flow::next;
}
/// |a - b| + c
template <class T>
flow sum_of_absolute_difference(thread& t, const instruction& i) {
    const T a = read<T>(t, i.slot[1]);
    const T b = read<T>(t, i.slot[2]);
    const T difference = a < b ? subtract::of(b, a) : subtract::of(a, b);
    write<T>(t, i.slot[0], add::of(difference, read<T>(t, i.slot[3])));
    return flow::next;
}

template <class Operation>
constexpr typed_operation binary_for_all[] = {
    {"u16", binary<std::uint16_t, Operation>}, {"s16", binary<std::int16_t, Operation>},
    {"u32", binary<std::uint32_t, Operation>}, {"s32", binary<std::int32_t, Operation>},
    {"u64", binary<std::uint64_t, Operation>}, {"s64", binary<std::int64_t, Operation>}};
template <class Operation>
constexpr typed_operation unary_for_signed[] = {{"s16", unary<std::int16_t, Operation>},
                                                {"s32", unary<std::int32_t, Operation>},
                                                {"s64", unary<std::int64_t, Operation>}};
template <class Product>
constexpr typed_operation multiply_add_for_all[] = {
    {"u16", multiply_add<std::uint16_t, Product>}, {"s16", multiply_add<std::int16_t, Product>},
    {"u32", multiply_add<std::uint32_t, Product>}, {"s32", multiply_add<std::int32_t, Product>},
    {"u64", multiply_add<std::uint64_t, Product>}, {"s64", multiply_add<std::int64_t, Product>}};
template <bool Adds>
constexpr typed_operation multiply_wide_for_all[] = {{"u16", multiply_wide<std::uint16_t, Adds>},
                                                     {"s16", multiply_wide<std::int16_t, Adds>},
                                                     {"u32", multiply_wide<std::uint32_t, Adds>},
                                                     {"s32", multiply_wide<std::int32_t, Adds>}};
constexpr typed_operation differences[] = {
    {"u16", sum_of_absolute_difference<std::uint16_t>}, {"s16", sum_of_absolute_difference<std::int16_t>},
    {"u32", sum_of_absolute_difference<std::uint32_t>}, {"s32", sum_of_absolute_difference<std::int32_t>},
    {"u64", sum_of_absolute_difference<std::uint64_t>}, {"s64", sum_of_absolute_difference<std::int64_t>}};

operation choose_product(decoder& d, std::string_view type, bool adds) {
    const std::string_view part = d.take_one_of({"lo", "hi", "wide"});
    if (part == "wide")
        return adds ? choose(d, type, multiply_wide_for_all<true>) : choose(d, type, multiply_wide_for_all<false>);
    if (part == "hi")
        return adds ? choose(d, type, multiply_add_for_all<multiply_high>)
                    : choose(d, type, binary_for_all<multiply_high>);
    if (part == "lo")
        return adds ? choose(d, type, multiply_add_for_all<multiply_low>)
                    : choose(d, type, binary_for_all<multiply_low>);
    d.refuse("which half of the product is not said");
}

void decode_remainder(decoder& d) {
    d.result().run = choose(d, d.take_type(), binary_for_all<remainder>);
    d.take_operands(3);
}
void decode_difference(decoder& d) {
    d.result().run = choose(d, d.take_type(), differences);
    d.take_operands(4);
}

constexpr opcode_entry opcodes[] = {{"rem", decode_remainder}, {"sad", decode_difference}};

}  // namespace

std::span<const opcode_entry> integer_opcodes() {
    return opcodes;
}

void decode_integer_arithmetic(decoder& d, std::string_view type) {
    instruction& result = d.result();
    const std::string& opcode = d.opcode();
    if (opcode == "mul" || opcode == "mad") {
        result.run = choose_product(d, type, opcode == "mad");
        d.take_operands(opcode == "mad" ? 4 : 3);
    } else if (opcode == "abs" || opcode == "neg") {
        result.run =
            opcode == "abs" ? choose(d, type, unary_for_signed<absolute>) : choose(d, type, unary_for_signed<negate>);
        d.take_operands(2);
    } else {
        if (opcode == "add" && type == "s32" && d.take("sat")) {
            result.run = add_saturating;
        } else if (opcode == "add") {
            result.run = choose(d, type, binary_for_all<add>);
        } else if (opcode == "sub") {
            result.run = choose(d, type, binary_for_all<subtract>);
        } else if (opcode == "div") {
            result.run = choose(d, type, binary_for_all<divide>);
        } else if (opcode == "min") {
            result.run = choose(d, type, binary_for_all<minimum>);
        } else if (opcode == "max") {
            result.run = choose(d, type, binary_for_all<maximum>);
        } else {
            d.refuse("it is not defined for integers");
        }
        d.take_operands(3);
    }
}

}  // namespace softknee_emulator
