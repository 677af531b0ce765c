// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <emulator/interpreter/operations/families.hpp>
#include <emulator/interpreter/operations/floating_value.hpp>
#include <emulator/numeric/float_format.hpp>

/// Instructions whose result the hardware approximates, and their exactly rounded forms. Approximations are computed
/// exactly and then moved by the error that the PTX ISA allows them, upwards or downwards as the machine is told: what
/// depends on the result of an approximation shows then.
namespace softknee_emulator {
namespace {

/// The largest error that the PTX ISA documents: relative to the result, absolute, or in units of the last place of a
/// float; the greatest of the three.
struct documented_error {
    double relative = 0;
    double absolute = 0;
    int units = 0;
};

// Powers of two that are no powers of an integer.
constexpr double two_to_minus_9_9 = 0x1.125fbp-10;
constexpr double two_to_minus_10_987 = 0x1.0251p-11;
constexpr double two_to_minus_14_7 = 0x1.3b2cp-15;
constexpr double two_to_minus_20_5 = 0x1.6a09ep-21;
constexpr double two_to_minus_22_9 = 0x1.125fbp-23;

struct exponential {
    static double of(double x) { return std::exp2(x); }
    static documented_error error(double) { return {.units = 2}; }
    static documented_error half_error(const float_format& format) {
        return {.relative = &format == &float16_format ? two_to_minus_9_9 : 0x1p-7};
    }
};
struct logarithm {
    static double of(double x) { return std::log2(x); }
    /// Absolute where the result is below 1, relative elsewhere.
    static documented_error error(double) { return {.relative = 0x1p-22, .absolute = 0x1p-22}; }
};
/// Of the sine and the cosine; beyond 100 pi no error is promised.
documented_error error_of_angle(double x) {
    const double two_pi = 2 * std::acos(-1.0);
    return {.absolute = std::fabs(x) <= two_pi ? two_to_minus_20_5 : two_to_minus_14_7};
}
struct sine {
    static double of(double x) { return std::sin(x); }
    static documented_error error(double x) { return error_of_angle(x); }
};
struct cosine {
    static double of(double x) { return std::cos(x); }
    static documented_error error(double x) { return error_of_angle(x); }
};
struct hyperbolic_tangent {
    static double of(double x) { return std::tanh(x); }
    static documented_error error(double) { return {.relative = 0x1p-11}; }
    static documented_error half_error(const float_format& format) {
        return {.absolute = &format == &float16_format ? two_to_minus_10_987 : 0x1p-8};
    }
};
struct reciprocal {
    static double of(double x) { return 1 / x; }
    static documented_error error(double) { return {.units = 1}; }
};
struct reciprocal_square_root {
    static double of(double x) { return 1 / std::sqrt(x); }
    static documented_error error(double) { return {.relative = two_to_minus_22_9}; }
};
struct square_root {
    static double of(double x) { return std::sqrt(x); }
    static documented_error error(double) { return {.relative = 0x1p-23}; }
};

double moved(double exact, documented_error error, int direction) {
    if (direction == 0 || !std::isfinite(exact) || exact == 0) return exact;
    const double last_place = std::ldexp(1, std::max(std::ilogb(exact), -126) - 23);
    return exact + direction * std::max({error.relative * std::fabs(exact), error.absolute, error.units * last_place});
}

template <class Function>
flow approximate_float(thread& t, const instruction& i) {
    const double x = read_real<float>(t, i, 1);
    const double result = moved(Function::of(x), Function::error(x), t.block->approximation_error);
    write_real<float>(t, i, static_cast<float>(result));
    return flow::next;
}

/// rcp.approx.ftz.f64 and rsqrt.approx.ftz.f64 look at the upper half of the operand and give an upper half. Their
/// error is not documented.
template <class Function>
flow approximate_double(thread& t, const instruction& i) {
    constexpr std::uint64_t upper = 0xffffffff00000000u;
    double x = std::bit_cast<double>(t.registers[i.slot[1]] & upper);
    if (std::fpclassify(x) == FP_SUBNORMAL) x = std::copysign(0.0, x);
    double result = moved(Function::of(x), {.relative = 0x1p-20}, t.block->approximation_error);
    if (std::fpclassify(result) == FP_SUBNORMAL) result = std::copysign(0.0, result);
    t.registers[i.slot[0]] = std::isnan(result) ? 0x7fffffff00000000u : std::bit_cast<std::uint64_t>(result) & upper;
    return flow::next;
}

template <const float_format& Format, int Count, class Function>
flow approximate_half(thread& t, const instruction& i) {
    std::uint32_t result = 0;
    for (int k = 0; k < Count; ++k) {
        const double x = decode(Format, static_cast<std::uint32_t>(t.registers[i.slot[1]] >> (16 * k)) & 0xffff);
        const double value = moved(Function::of(x), Function::half_error(Format), t.block->approximation_error);
        std::uint32_t bits = encode(Format, value, rounding::nearest, overflow::to_infinity);
        const std::uint32_t mantissa_bits = Format.sign_bit() - 1 - Format.infinity();
        const bool is_subnormal = (bits & Format.infinity()) == 0;
        if (i.flushes_subnormals && is_subnormal) bits &= ~mantissa_bits;
        result |= bits << (16 * k);
    }
    write(t, i.slot[0], result);
    return flow::next;
}

/// div.full, and div.approx where its reciprocal of the divisor is a normal number.
flow approximate_division(thread& t, const instruction& i) {
    const double exact = static_cast<double>(read_real<float>(t, i, 1)) / read_real<float>(t, i, 2);
    write_real<float>(t, i, static_cast<float>(moved(exact, {.units = 2}, t.block->approximation_error)));
    return flow::next;
}
/// div.approx is a product with the reciprocal of the divisor, which is lost above 2^126.
flow divide_by_reciprocal(thread& t, const instruction& i) {
    const float divisor = read_real<float>(t, i, 2);
    if (!(std::fabs(divisor) > 0x1p126f)) return approximate_division(t, i);
    write_real<float>(t, i, read_real<float>(t, i, 1) * std::copysign(0.0f, divisor));
    return flow::next;
}

template <class Function>
constexpr typed_operation of_float[] = {{"f32", approximate_float<Function>}};
template <class Function>
constexpr typed_operation of_float_and_double[] = {{"f32", approximate_float<Function>},
                                                   {"f64", approximate_double<Function>}};
template <class Function>
constexpr typed_operation of_float_and_half[] = {{"f32", approximate_float<Function>},
                                                 {"f16", approximate_half<float16_format, 1, Function>},
                                                 {"f16x2", approximate_half<float16_format, 2, Function>},
                                                 {"bf16", approximate_half<bfloat16_format, 1, Function>},
                                                 {"bf16x2", approximate_half<bfloat16_format, 2, Function>}};

void choose_approximation(decoder& d, std::string_view type, std::span<const typed_operation> operations) {
    if (type == "f64" && !d.result().flushes_subnormals) d.refuse("of doubles, the form with .ftz is supported");
    d.result().run = choose(d, type, operations);
    d.take_operands(2);
}
template <auto& Operations>
void decode_approximation(decoder& d) {
    // Some types of ex2 and tanh are spelt with .approx, others without it; there is no other form.
    d.take("approx");
    d.take_flush();
    choose_approximation(d, d.take_type(), Operations);
}
/// With .approx, or rounded exactly.
template <auto& Operations>
void decode_either(decoder& d) {
    const std::string_view type = d.take_type();
    if (!d.take("approx")) return decode_floating_arithmetic(d, type);
    d.take_flush();
    choose_approximation(d, type, Operations);
}
void decode_division(decoder& d) {
    const std::string_view type = d.take_type();
    if (type[0] != 'f') return decode_integer_arithmetic(d, type);
    const std::string_view kind = d.take_one_of({"approx", "full"});
    if (kind.empty()) return decode_floating_arithmetic(d, type);
    if (type != "f32") d.refuse("an approximate division is defined for .f32");
    d.take_flush();
    d.result().run = kind == "full" ? approximate_division : divide_by_reciprocal;
    d.take_operands(3);
}

constexpr opcode_entry opcodes[] = {{"div", decode_division},
                                    {"ex2", decode_approximation<of_float_and_half<exponential>>},
                                    {"lg2", decode_approximation<of_float<logarithm>>},
                                    {"sin", decode_approximation<of_float<sine>>},
                                    {"cos", decode_approximation<of_float<cosine>>},
                                    {"tanh", decode_approximation<of_float_and_half<hyperbolic_tangent>>},
                                    {"rsqrt", decode_approximation<of_float_and_double<reciprocal_square_root>>},
                                    {"rcp", decode_either<of_float_and_double<reciprocal>>},
                                    {"sqrt", decode_either<of_float<square_root>>}};

}  // namespace

std::span<const opcode_entry> approximate_opcodes() {
    return opcodes;
}

}  // namespace softknee_emulator
