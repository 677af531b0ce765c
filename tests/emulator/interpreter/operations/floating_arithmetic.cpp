// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/rounding_scope.hpp>

/// Exactly rounded float and double arithmetic, PTX ISA section 9.7.3, by the host's own.
namespace softknee_emulator {
namespace {

struct add {
    template <class T>
    static T of(T a, T b) {
        return a + b;
    }
};
struct subtract {
    template <class T>
    static T of(T a, T b) {
        return a - b;
    }
};
struct multiply {
    template <class T>
    static T of(T a, T b) {
        return a * b;
    }
};
struct divide {
    template <class T>
    static T of(T a, T b) {
        return a / b;
    }
};
struct square_root {
    template <class T>
    static T of(T a) {
        return std::sqrt(a);
    }
};
struct reciprocal {
    template <class T>
    static T of(T a) {
        return T(1) / a;
    }
};
struct absolute {
    template <class T>
    static T of(T a) {
        return std::fabs(a);
    }
};
struct negate {
    template <class T>
    static T of(T a) {
        return -a;
    }
};

template <class T, class Operation>
flow unary(thread& t, const instruction& i) {
    const rounding_scope scope(i.round);
    write_real<T>(t, i, Operation::of(read_real<T>(t, i, 1)));
    return flow::next;
}
template <class T, class Operation>
flow binary(thread& t, const instruction& i) {
    const rounding_scope scope(i.round);
    write_real<T>(t, i, Operation::of(read_real<T>(t, i, 1), read_real<T>(t, i, 2)));
    return flow::next;
}
template <class T>
flow fused_multiply_add(thread& t, const instruction& i) {
    const rounding_scope scope(i.round);
    write_real<T>(t, i, std::fma(read_real<T>(t, i, 1), read_real<T>(t, i, 2), read_real<T>(t, i, 3)));
    return flow::next;
}
template <class T, bool Largest>
flow choose_extreme(thread& t, const instruction& i) {
    const T a = read_real<T>(t, i, 1);
    const T b = read_real<T>(t, i, 2);
    T result = i.absolute ? extreme(std::fabs(a), std::fabs(b), Largest, i.propagates_nan)
                          : extreme(a, b, Largest, i.propagates_nan);
    // .xorsign.abs: the magnitudes are compared, and the result has the product of the signs.
    if (i.absolute) result = std::copysign(result, std::signbit(a) != std::signbit(b) ? T(-1) : T(1));
    write_real<T>(t, i, result);
    return flow::next;
}

/// Two floats in one register, each by itself.
template <class Pair>
flow for_each_half(thread& t, const instruction& i) {
    const rounding_scope scope(i.round);
    std::uint64_t result = 0;
    for (int half = 0; half < 2; ++half) {
        const auto part = [&](int operand) {
            const auto bits = static_cast<std::uint32_t>(t.registers[i.slot[operand]] >> (32 * half));
            return flushed(std::bit_cast<float>(bits), i);
        };
        float value = flushed(Pair::of(part), i);
        if (std::isnan(value)) value = std::bit_cast<float>(0x7fffffffu);
        result |= std::uint64_t(std::bit_cast<std::uint32_t>(value)) << (32 * half);
    }
    t.registers[i.slot[0]] = result;
    return flow::next;
}
template <class Operation>
struct binary_of_pair {
    template <class Part>
    static float of(const Part& part) {
        return Operation::of(part(1), part(2));
    }
};
struct fma_of_pair {
    template <class Part>
    static float of(const Part& part) {
        return std::fma(part(1), part(2), part(3));
    }
};

/// The sign of a with the magnitude of b, bits both: no NaN is changed to another.
template <class Bits>
flow copy_sign(thread& t, const instruction& i) {
    constexpr Bits sign = Bits(1) << (8 * sizeof(Bits) - 1);
    write<Bits>(t, i.slot[0], (read<Bits>(t, i.slot[1]) & sign) | (read<Bits>(t, i.slot[2]) & ~sign));
    return flow::next;
}

enum test { finite, infinite, number, not_a_number, normal, subnormal };

template <class T>
flow test_property(thread& t, const instruction& i) {
    const int kind = std::fpclassify(read<T>(t, i.slot[1]));
    const bool answers[] = {kind != FP_INFINITE && kind != FP_NAN,
                            kind == FP_INFINITE,
                            kind != FP_NAN,
                            kind == FP_NAN,
                            kind == FP_NORMAL || kind == FP_ZERO,  // as the PTX ISA has it
                            kind == FP_SUBNORMAL};
    t.registers[i.slot[0]] = answers[i.choice];
    return flow::next;
}

template <class Operation>
constexpr typed_operation unaries[] = {{"f32", unary<float, Operation>}, {"f64", unary<double, Operation>}};
template <class Operation>
constexpr typed_operation binaries[] = {{"f32", binary<float, Operation>},
                                        {"f64", binary<double, Operation>},
                                        {"f32x2", for_each_half<binary_of_pair<Operation>>}};
constexpr typed_operation divisions[] = {{"f32", binary<float, divide>}, {"f64", binary<double, divide>}};
constexpr typed_operation copies_of_sign[] = {{"f32", copy_sign<std::uint32_t>}, {"f64", copy_sign<std::uint64_t>}};
constexpr typed_operation multiply_adds[] = {
    {"f32", fused_multiply_add<float>}, {"f64", fused_multiply_add<double>}, {"f32x2", for_each_half<fma_of_pair>}};
template <bool Largest>
constexpr typed_operation extremes[] = {{"f32", choose_extreme<float, Largest>},
                                        {"f64", choose_extreme<double, Largest>}};
constexpr typed_operation tests[] = {{"f32", test_property<float>}, {"f64", test_property<double>}};

void decode_test(decoder& d) {
    constexpr std::string_view names[] = {"finite", "infinite", "number", "notanumber", "normal", "subnormal"};
    int choice = no_slot;
    for (int i = 0; i < 6; ++i) {
        if (d.take(names[i])) choice = i;
    }
    if (choice == no_slot) d.refuse("what is tested is not said");
    d.result().choice = choice;
    d.result().run = choose(d, d.take_type(), tests);
    d.take_operands(2);
}
void decode_copy_sign(decoder& d) {
    d.result().run = choose(d, d.take_type(), copies_of_sign);
    d.take_operands(3);
}

constexpr opcode_entry opcodes[] = {{"copysign", decode_copy_sign}, {"testp", decode_test}};

}  // namespace

std::span<const opcode_entry> floating_opcodes() {
    return opcodes;
}

void decode_floating_arithmetic(decoder& d, std::string_view type) {
    instruction& result = d.result();
    const std::string& opcode = d.opcode();
    d.take_rounding();
    d.take_flush();
    result.saturates = d.take("sat");
    std::size_t operands = 3;
    if (opcode == "add") {
        result.run = choose(d, type, binaries<add>);
    } else if (opcode == "sub") {
        result.run = choose(d, type, binaries<subtract>);
    } else if (opcode == "mul") {
        result.run = choose(d, type, binaries<multiply>);
    } else if (opcode == "div") {
        result.run = choose(d, type, divisions);
    } else if (opcode == "fma" || opcode == "mad") {
        result.run = choose(d, type, multiply_adds);
        operands = 4;
    } else if (opcode == "min" || opcode == "max") {
        result.propagates_nan = d.take("NaN");
        result.absolute = d.take("xorsign") && d.take("abs");
        result.run = opcode == "max" ? choose(d, type, extremes<true>) : choose(d, type, extremes<false>);
    } else {
        operands = 2;
        if (opcode == "abs") {
            result.run = choose(d, type, unaries<absolute>);
        } else if (opcode == "neg") {
            result.run = choose(d, type, unaries<negate>);
        } else if (opcode == "sqrt") {
            result.run = choose(d, type, unaries<square_root>);
        } else if (opcode == "rcp") {
            result.run = choose(d, type, unaries<reciprocal>);
        } else {
            d.refuse("it is not defined for floating-point types");
        }
    }
    d.take_operands(operands);
}

}  // namespace softknee_emulator
