// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <emulator/fault.hpp>
#include <emulator/numeric/float_format.hpp>
#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

/// An approximate instruction, what it computes, and how far from that the PTX ISA lets it be.
struct approximation {
    std::string instruction;
    std::function<long double(long double)> function;
    std::function<long double(long double x, long double exact)> bound;
    std::vector<float> inputs;
};

void PrintTo(const approximation& printed, std::ostream* stream) {
    *stream << printed.instruction;
}

long double last_place(long double value) {
    return std::ldexp(1.0L, std::max(std::ilogb(value), -126) - 23);
}
std::function<long double(long double, long double)> units(int count) {
    return [count](long double, long double exact) { return count * last_place(exact); };
}
std::function<long double(long double, long double)> relative(long double error) {
    return [error](long double, long double exact) { return error * std::fabs(exact); };
}
long double error_of_angle(long double x, long double) {
    return std::fabs(x) < 6.283L ? std::pow(2.0L, -20.5L) : std::pow(2.0L, -14.7L);
}

const std::vector<approximation> approximations = {
    {"ex2.approx.f32",
     [](long double x) { return std::exp2(x); },
     units(2),
     {0.1f, -0.1f, 0.5f, 0.999f, 1.5f, -17.25f, 100.7f, 127.99f, -125.3f, -126.5f, -140.25f, 1e-30f}},
    {"ex2.approx.ftz.f32", [](long double x) { return std::exp2(x); }, units(2), {0.1f, 0.999f, -17.25f, -125.9f}},
    {"lg2.approx.f32",
     [](long double x) { return std::log2(x); },
     [](long double x, long double exact) { return 0x1p-22L * (x > 0.5L && x < 2 ? 1 : std::fabs(exact)); },
     {0.50001f, 0.7f, 0.999f, 1.001f, 1.9f, 0.1f, 3.0f, 1e30f, 1e-30f, 0x1.8p-149f, 0x1.fffffep127f}},
    {"lg2.approx.ftz.f32",
     [](long double x) { return std::log2(x); },
     [](long double x, long double exact) { return 0x1p-22L * (x > 0.5L && x < 2 ? 1 : std::fabs(exact)); },
     {0.7f, 3.0f, 0x1.8p-126f}},
    {"sin.approx.f32", [](long double x) { return std::sin(x); }, error_of_angle, {0.1f, 1.5f, -3.1f, 6.2f, 300.0f}},
    {"sin.approx.ftz.f32", [](long double x) { return std::sin(x); }, error_of_angle, {0.1f, 1.5f}},
    {"cos.approx.f32", [](long double x) { return std::cos(x); }, error_of_angle, {0.1f, 1.5f, -3.1f, 6.2f, 300.0f}},
    {"cos.approx.ftz.f32", [](long double x) { return std::cos(x); }, error_of_angle, {0.1f, 1.5f}},
    {"tanh.approx.f32",
     [](long double x) { return std::tanh(x); },
     relative(0x1p-11L),
     {0.001f, 0.1f, -0.5f, 2.0f, 9.0f, -20.0f, 1e-30f}},
    {"rcp.approx.f32",
     [](long double x) { return 1 / x; },
     units(1),
     {3.0f, -7.0f, 0.1f, 1.0f, 1.9999999f, 1e38f, 0x1.fffffep127f, 1e-38f}},
    {"rcp.approx.ftz.f32", [](long double x) { return 1 / x; }, units(1), {3.0f, -7.0f, 1e37f}},
    {"rsqrt.approx.f32",
     [](long double x) { return 1 / std::sqrt(x); },
     relative(std::pow(2.0L, -22.9L)),
     {2.0f, 3.0f, 4.0f, 0.1f, 1e38f, 1e-38f, 0x1p-149f}},
    {"rsqrt.approx.ftz.f32",
     [](long double x) { return 1 / std::sqrt(x); },
     relative(std::pow(2.0L, -22.9L)),
     {2.0f, 3.0f, 0x1.8p-126f}},
    {"sqrt.approx.f32",
     [](long double x) { return std::sqrt(x); },
     relative(0x1p-23L),
     {2.0f, 3.0f, 4.0f, 0.1f, 1e38f, 1e-38f, 0x1p-149f}},
    {"sqrt.approx.ftz.f32", [](long double x) { return std::sqrt(x); }, relative(0x1p-23L), {2.0f, 3.0f, 0x1.8p-126f}}};

class approximate_instructions : public testing::TestWithParam<approximation> {};

TEST_P(approximate_instructions, are_exact_or_wrong_by_no_more_than_is_documented) {
    const approximation& wanted = GetParam();
    const auto result = [&](float x, int direction) {
        const std::uint64_t bits = result_of(wanted.instruction, {std::bit_cast<std::uint32_t>(x)}, direction);
        return static_cast<long double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    };
    for (const float x : wanted.inputs) {
        const long double exact = wanted.function(x);
        const long double bound = wanted.bound(x, exact);
        // The result is rounded to a float, perhaps one above the next power of two.
        const long double rounding = 0.5L * last_place(std::fabs(exact) + bound) * 1.0001L;
        const long double below = result(x, -1), nearest = result(x, 0), above = result(x, 1);
        EXPECT_LE(std::fabs(nearest - exact), rounding) << wanted.instruction << " " << x;
        EXPECT_LE(below, nearest) << wanted.instruction << " " << x;
        EXPECT_GE(above, nearest) << wanted.instruction << " " << x;
        EXPECT_LT(below, above) << wanted.instruction << " " << x;
        EXPECT_LE(exact - below, bound + rounding) << wanted.instruction << " " << x;
        EXPECT_LE(above - exact, bound + rounding) << wanted.instruction << " " << x;
    }
}

INSTANTIATE_TEST_SUITE_P(of_floats, approximate_instructions, testing::ValuesIn(approximations), [](const auto& test) {
    std::string name = test.param.instruction;
    for (char& c : name) c = c == '.' ? '_' : c;
    return name;
});

TEST(approximate_instructions, have_exact_special_values_in_either_direction) {
    struct row {
        std::string instruction;
        std::vector<std::uint64_t> operands;
        std::uint64_t expected;
    };
    constexpr std::uint64_t nan = 0x7fffffff, infinity = 0x7f800000, minus_infinity = 0xff800000,
                            minus_zero = 0x80000000;
    constexpr std::uint64_t one = 0x3f800000;
    const std::vector<row> rows = {{"ex2.approx.f32", {minus_infinity}, 0},
                                   {"ex2.approx.f32", {infinity}, infinity},
                                   {"ex2.approx.f32", {0xff7fffff}, 0},
                                   {"ex2.approx.f32", {0x43000001}, infinity},
                                   {"ex2.approx.f32", {0x7fc00000}, nan},
                                   {"ex2.approx.ftz.f32", {0xc2fd0000}, 0},  // 2^-126.5
                                   {"lg2.approx.f32", {0}, minus_infinity},
                                   {"lg2.approx.f32", {minus_zero}, minus_infinity},
                                   {"lg2.approx.f32", {0xbf800000}, nan},
                                   {"lg2.approx.f32", {minus_infinity}, nan},
                                   {"lg2.approx.f32", {infinity}, infinity},
                                   {"lg2.approx.f32", {one}, 0},
                                   {"lg2.approx.ftz.f32", {1}, minus_infinity},
                                   {"sin.approx.f32", {minus_zero}, minus_zero},
                                   {"sin.approx.f32", {0}, 0},
                                   {"sin.approx.f32", {infinity}, nan},
                                   {"sin.approx.ftz.f32", {0x80000001}, minus_zero},
                                   {"cos.approx.f32", {minus_infinity}, nan},
                                   {"cos.approx.f32", {0x7fc00000}, nan},
                                   {"tanh.approx.f32", {minus_zero}, minus_zero},
                                   {"tanh.approx.f32", {0x7fc00000}, nan},
                                   {"rcp.approx.f32", {minus_infinity}, minus_zero},
                                   {"rcp.approx.f32", {minus_zero}, minus_infinity},
                                   {"rcp.approx.f32", {0}, infinity},
                                   {"rcp.approx.f32", {infinity}, 0},
                                   {"rcp.approx.f32", {0x7fc00000}, nan},
                                   {"rcp.approx.ftz.f32", {0x80000001}, minus_infinity},
                                   {"rcp.approx.ftz.f32", {0x7f000000}, 0},  // 2^-127
                                   {"rsqrt.approx.f32", {minus_zero}, minus_infinity},
                                   {"rsqrt.approx.f32", {0}, infinity},
                                   {"rsqrt.approx.f32", {infinity}, 0},
                                   {"rsqrt.approx.f32", {0xbf800000}, nan},
                                   {"rsqrt.approx.ftz.f32", {1}, infinity},
                                   {"sqrt.approx.f32", {minus_zero}, minus_zero},
                                   {"sqrt.approx.f32", {0xbf800000}, nan},
                                   {"sqrt.approx.f32", {infinity}, infinity},
                                   {"sqrt.approx.ftz.f32", {0x007fffff}, 0},
                                   {"div.approx.f32", {one, 0}, infinity},
                                   {"div.approx.f32", {0, 0}, nan},
                                   {"div.approx.f32", {one, minus_infinity}, minus_zero},
                                   {"div.approx.ftz.f32", {one, 1}, infinity},
                                   {"div.full.f32", {0, one}, 0},
                                   {"div.full.f32", {infinity, infinity}, nan},
                                   {"div.full.ftz.f32", {0x80000001, one}, minus_zero}};
    for (const int direction : {-1, 0, 1}) {
        for (const row& r : rows) {
            EXPECT_EQ(result_of(r.instruction, r.operands, direction), r.expected)
                << r.instruction << std::hex << " 0x" << r.operands[0] << ", direction " << direction;
        }
    }
    // Where the result is no special value, the infinite argument changes nothing.
    expect_results("tanh.approx.f32", {{infinity, one}, {minus_infinity, 0xbf800000}});
    expect_results("cos.approx.f32", {{0, one}, {minus_zero, one}});
}

TEST(approximate_instructions, divide_within_two_units_of_the_last_place) {
    for (const std::string instruction : {"div.approx.f32", "div.approx.ftz.f32", "div.full.f32", "div.full.ftz.f32"}) {
        expect_results(instruction, {{0x3f800000, 0x40000000, 0x3f000000}, {0x40400000, 0xc0000000, 0xbfc00000}});
        // 1/3 is 0x3eaaaaab when rounded to nearest.
        EXPECT_EQ(result_of(instruction, {0x3f800000, 0x40400000}, 1), 0x3eaaaaad) << instruction;
        EXPECT_EQ(result_of(instruction, {0x3f800000, 0x40400000}, -1), 0x3eaaaaa9) << instruction;
    }
}

// Its reciprocal is below the normal numbers, and div.approx loses it. div.full does not.
TEST(approximate_instructions, divide_by_very_large_numbers) {
    expect_results("div.approx.f32", {{0x7f000000, 0x7e800000, 0x40000000}, {0x7f000000, 0x7f000000, 0}});
    expect_results("div.approx.f32", {{0xff000000, 0x7e800001, 0x80000000}, {0x7f800000, 0x7f000000, 0x7fffffff}});
    expect_results("div.full.f32", {{0x7f000000, 0x7f000000, 0x3f800000}, {0x7f800000, 0x7f000000, 0x7f800000}});
}

TEST(approximate_instructions, of_doubles_read_and_write_the_upper_half) {
    expect_results("rcp.approx.ftz.f64", {{0x4000000000000000, 0x3fe0000000000000},
                                          {0x40000000ffffffff, 0x3fe0000000000000},
                                          {0x4008000000000000, 0x3fd5555500000000},
                                          {0x8000000000000000, 0xfff0000000000000},
                                          {0x000fffffffffffff, 0x7ff0000000000000},
                                          {0xfff0000000000000, 0x8000000000000000},
                                          {0x7fe0000000000000, 0},
                                          {0x7ff8000000000000, 0x7fffffff00000000}});
    expect_results("rsqrt.approx.ftz.f64", {{0x4010000000000000, 0x3fe0000000000000},
                                            {0x8000000000000000, 0xfff0000000000000},
                                            {0x7ff0000000000000, 0},
                                            {0x0000000100000000, 0x7ff0000000000000},
                                            {0xfff8000000000000, 0x7fffffff00000000},
                                            {0xbff0000000000000, 0x7fffffff00000000}});
    for (const std::string instruction : {"rcp.approx.f64", "rsqrt.approx.f64"}) {
        EXPECT_NE(fault_of([&] { result_of(instruction, {0x4000000000000000}); }), "") << instruction;
    }
}

/// Of every pattern of a 16-bit format, and the errors that the PTX ISA lets its instruction have.
void expect_halves(const std::string& instruction, const float_format& format, double (*function)(double),
                   double relative_error, double absolute_error, bool flushes) {
    for (std::uint32_t bits = 0; bits < 0x10000; bits += 199) {
        const double x = decode(format, bits);
        const double exact = function(x);
        for (const int direction : {-1, 0, 1}) {
            const auto got_bits = static_cast<std::uint32_t>(result_of(instruction, {bits}, direction));
            const double got = decode(format, got_bits);
            const std::string text = instruction + " " + std::to_string(bits) + ", " + std::to_string(direction);
            if (std::isnan(exact)) {
                EXPECT_EQ(got_bits, 0x7fffu) << text;
            } else if (flushes && std::fabs(exact) < std::ldexp(1, 1 - format.bias())) {
                EXPECT_LE(got, std::ldexp(1, 1 - format.bias())) << text;
                EXPECT_TRUE(got == 0 || got_bits >= format.infinity() / ((1u << format.exponent_bits) - 1)) << text;
            } else if (std::fabs(exact) > decode(format, format.largest())) {
                EXPECT_TRUE(std::isinf(got) || std::fabs(got) >= decode(format, format.largest()) * 0.98) << text;
            } else {
                const double bound = std::max(relative_error * std::fabs(exact), absolute_error);
                const double largest = std::fabs(exact) + (direction == 0 ? 0 : bound);
                const int exponent = largest == 0 ? 1 - format.bias() : std::ilogb(largest);
                const double place = std::ldexp(1, std::max(exponent, 1 - format.bias()) - format.mantissa_bits);
                EXPECT_LE(direction * (got - exact), bound + 0.5 * place) << text;
                EXPECT_LE(-direction * (got - exact), 0.5 * place) << text;
                if (direction == 0) {
                    EXPECT_LE(std::fabs(got - exact), 0.5 * place) << text;
                }
            }
        }
    }
}

TEST(approximate_instructions, of_halves) {
    const double of_exponential = std::pow(2, -9.9), of_tangent = std::pow(2, -10.987);
    expect_halves("ex2.approx.f16", float16_format, std::exp2, of_exponential, 0, false);
    expect_halves("ex2.approx.ftz.bf16", bfloat16_format, std::exp2, 0x1p-7, 0, true);
    expect_halves("tanh.approx.f16", float16_format, std::tanh, 0, of_tangent, false);
    expect_halves("tanh.approx.bf16", bfloat16_format, std::tanh, 0, 0x1p-8, false);
}

TEST(approximate_instructions, of_two_halves_in_a_register) {
    expect_results("ex2.approx.f16x2", {{0xbc003c00, 0x38004000}, {0x7c00fc00, 0x7c000000}, {0x7e008000, 0x7fff3c00}});
    expect_results("ex2.approx.ftz.bf16x2", {{0xbf803f80, 0x3f004000}, {0xc3008001, 0x00003f80}});
    expect_results("tanh.approx.f16x2", {{0x7c00fc00, 0x3c00bc00}, {0x80000000, 0x80000000}, {0x7e000001, 0x7fff0001}});
    expect_results("tanh.approx.bf16x2", {{0x7f80ff80, 0x3f80bf80}, {0x80000000, 0x80000000}});
}

}  // namespace
}  // namespace softknee_emulator::test
