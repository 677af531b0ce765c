// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/float_format.hpp>

/// Arithmetic of float16 and bfloat16, one or two in a register, PTX ISA section 9.7.4. It is done in double, where a
/// product is exact and a sum is rounded to odd, so that the rounding to the format is the only one.
namespace softknee_emulator {
namespace {

/// A sum of two doubles, rounded to odd.
double exact_sum(double a, double b) {
    const double sum = a + b;
    // What is missing, exactly (Knuth, The Art of Computer Programming 2, theorem 4.2.2 B).
    const double part = sum - a;
    return to_odd(sum, (a - (sum - part)) + (b - part));
}

struct add {
    static constexpr int inputs = 2;
    static double of(const double* x, const instruction&) { return exact_sum(x[0], x[1]); }
};
struct subtract {
    static constexpr int inputs = 2;
    static double of(const double* x, const instruction&) { return exact_sum(x[0], -x[1]); }
};
struct multiply {
    static constexpr int inputs = 2;
    static double of(const double* x, const instruction&) { return x[0] * x[1]; }
};
struct fused_multiply_add {
    static constexpr int inputs = 3;
    static double of(const double* x, const instruction&) { return exact_sum(x[0] * x[1], x[2]); }
};
template <bool Largest>
struct choose_extreme {
    static constexpr int inputs = 2;
    static double of(const double* x, const instruction& i) {
        if (!i.absolute) return extreme(x[0], x[1], Largest, i.propagates_nan);
        const double magnitude = extreme(std::fabs(x[0]), std::fabs(x[1]), Largest, i.propagates_nan);
        return std::copysign(magnitude, std::signbit(x[0]) != std::signbit(x[1]) ? -1.0 : 1.0);
    }
};

double flush(const float_format& format, double value, const instruction& i) {
    const bool flushes = i.flushes_subnormals && std::fabs(value) < std::ldexp(1, 1 - format.bias());
    return flushes ? std::copysign(0.0, value) : value;
}

template <const float_format& Format, int Count, class Operation>
flow compute(thread& t, const instruction& i) {
    std::uint32_t result = 0;
    for (int k = 0; k < Count; ++k) {
        double x[3] = {};
        for (int n = 0; n < Operation::inputs; ++n) {
            const auto bits = static_cast<std::uint32_t>(t.registers[i.slot[n + 1]] >> (16 * k)) & 0xffff;
            x[n] = flush(Format, decode(Format, bits), i);
        }
        double value = Operation::of(x, i);
        if (i.saturates) value = saturated(value);
        if (i.clamps_negatives && value < 0) value = 0;
        // The exact value decides what is flushed after it has been rounded.
        const std::uint32_t bits = encode(Format, value, i.round, overflow::to_infinity);
        const double rounded = flush(Format, decode(Format, bits), i);
        result |= (rounded == 0 ? bits & Format.sign_bit() : bits) << (16 * k);
    }
    write(t, i.slot[0], result);
    return flow::next;
}

/// Signs are changed in the pattern, whatever it is.
template <int Count, bool Negates>
flow change_sign(thread& t, const instruction& i) {
    constexpr std::uint32_t signs = Count == 2 ? 0x80008000u : 0x8000u;
    const auto value = read<std::uint32_t>(t, i.slot[1]) & (Count == 2 ? 0xffffffffu : 0xffffu);
    write<std::uint32_t>(t, i.slot[0], Negates ? value ^ signs : value & ~signs);
    return flow::next;
}

template <class Operation>
constexpr typed_operation computations[] = {{"f16", compute<float16_format, 1, Operation>},
                                            {"f16x2", compute<float16_format, 2, Operation>},
                                            {"bf16", compute<bfloat16_format, 1, Operation>},
                                            {"bf16x2", compute<bfloat16_format, 2, Operation>}};
template <bool Negates>
constexpr typed_operation sign_changes[] = {{"f16", change_sign<1, Negates>},
                                            {"f16x2", change_sign<2, Negates>},
                                            {"bf16", change_sign<1, Negates>},
                                            {"bf16x2", change_sign<2, Negates>}};

}  // namespace

void decode_half_arithmetic(decoder& d, std::string_view type) {
    instruction& result = d.result();
    const std::string& opcode = d.opcode();
    if (d.take("rz") || d.take("rm") || d.take("rp")) d.refuse("it is rounded to nearest only");
    d.take("rn");
    d.take_flush();
    result.saturates = d.take("sat");
    result.clamps_negatives = d.take("relu");
    std::size_t operands = 3;
    if (opcode == "add") {
        result.run = choose(d, type, computations<add>);
    } else if (opcode == "sub") {
        result.run = choose(d, type, computations<subtract>);
    } else if (opcode == "mul") {
        result.run = choose(d, type, computations<multiply>);
    } else if (opcode == "fma") {
        result.run = choose(d, type, computations<fused_multiply_add>);
        operands = 4;
    } else if (opcode == "min" || opcode == "max") {
        result.propagates_nan = d.take("NaN");
        result.absolute = d.take("xorsign") && d.take("abs");
        result.run = opcode == "max" ? choose(d, type, computations<choose_extreme<true>>)
                                     : choose(d, type, computations<choose_extreme<false>>);
    } else if (opcode == "abs" || opcode == "neg") {
        result.run = opcode == "neg" ? choose(d, type, sign_changes<true>) : choose(d, type, sign_changes<false>);
        operands = 2;
    } else {
        d.refuse("it is not defined for 16-bit floating-point types");
    }
    d.take_operands(operands);
}

}  // namespace softknee_emulator
