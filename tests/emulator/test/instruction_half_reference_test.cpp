// SPDX-License-Identifier: Apache-2.0
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_fp8.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>

#include <emulator/test/instruction_check.hpp>

/// 16-bit and 8-bit floats against the host functions of CUDA's headers: every pattern of a conversion, and many pairs.
/// Built where CUDA is.
namespace softknee_emulator::test {
namespace {

constexpr std::uint32_t count = 1 << 16;

/// Pattern `i` of a 32-bit operand; the multiplier is odd, so that all patterns differ.
std::uint32_t scattered(std::uint32_t i, std::uint32_t multiplier) {
    return i * multiplier + 0x12345;
}

template <class T>
T from_bits(std::uint32_t bits) {
    return std::bit_cast<T>(static_cast<std::uint16_t>(bits));
}
template <class T>
std::uint32_t bits_of(T value) {
    return std::bit_cast<std::uint16_t>(value);
}

/// Expects of 65536 threads that thread i's result of `body`, in %r0, is `expected(i)`. %r1 holds i.
void expect_of_all(const std::string& body, const std::function<std::uint32_t(std::uint32_t)>& expected) {
    const kernel_text kernel{"mov.u32 %r2, %ctaid.x;\nmov.u32 %r3, %tid.x;\nmad.lo.u32 %r1, %r2, 256, %r3;\n" + body +
                             "\nmad.wide.u32 %rd1, %r1, 8, %out;\nst.global.b32 [%rd1], %r0;"};
    run_options options;
    options.grid = {count / 256, 1, 1};
    options.block = {256, 1, 1};
    options.words = count;
    const std::vector<std::uint64_t> got = run(kernel, options);
    int failures = 0;
    for (std::uint32_t i = 0; i < count && failures < 10; ++i) {
        if (got[i] == expected(i)) continue;
        ++failures;
        ADD_FAILURE() << body << "\n  i = 0x" << std::hex << i << "\n  expected 0x" << expected(i) << "\n  got      0x"
                      << got[i];
    }
}

std::string scatter(const std::string& target, std::uint32_t multiplier) {
    return "mad.lo.u32 " + target + ", %r1, " + std::to_string(multiplier) + ", 0x12345;\n";
}
constexpr std::uint32_t first = 0x9e3779b1, second = 0x85ebca6b, third = 0xc2b2ae35;

std::uint32_t float_bits(float value) {
    return std::isnan(value) ? 0x7fffffff : std::bit_cast<std::uint32_t>(value);
}

TEST(half_reference, every_float16_and_bfloat16_as_a_float) {
    expect_of_all("cvt.u16.u32 %h1, %r1;\ncvt.f32.f16 %r0, %h1;",
                  [](std::uint32_t i) { return float_bits(__half2float(from_bits<__half>(i))); });
    expect_of_all("cvt.u16.u32 %h1, %r1;\ncvt.f32.bf16 %r0, %h1;",
                  [](std::uint32_t i) { return float_bits(__bfloat162float(from_bits<__nv_bfloat16>(i))); });
}

TEST(half_reference, every_float16_as_an_integer) {
    expect_of_all("cvt.u16.u32 %h1, %r1;\ncvt.rzi.s32.f16 %r0, %h1;",
                  [](std::uint32_t i) { return static_cast<std::uint32_t>(__half2int_rz(from_bits<__half>(i))); });
    expect_of_all("cvt.u16.u32 %h1, %r1;\ncvt.rzi.s32.bf16 %r0, %h1;", [](std::uint32_t i) {
        return static_cast<std::uint32_t>(__bfloat162int_rz(from_bits<__nv_bfloat16>(i)));
    });
}

template <class Convert>
void expect_narrowing(const std::string& instruction, Convert&& convert) {
    // Patterns of all magnitudes, and such as lie at and beside the middle between two results.
    expect_of_all(scatter("%r4", first) + instruction + " %r0, %r4;",
                  [&](std::uint32_t i) { return convert(std::bit_cast<float>(scattered(i, first))); });
    for (const char* low : {"0x1000", "0x8000", "0x0fff", "0x7fff", "0x9001"}) {
        const auto near = static_cast<std::uint32_t>(std::stoul(low, nullptr, 16));
        expect_of_all(
            "shl.b32 %r4, %r1, 16;\nor.b32 %r4, %r4, " + std::string(low) + ";\n" + instruction + " %r0, %r4;",
            [&](std::uint32_t i) { return convert(std::bit_cast<float>(i << 16 | near)); });
    }
}

TEST(half_reference, floats_to_float16) {
    expect_narrowing("cvt.rn.f16.f32", [](float x) { return bits_of(__float2half_rn(x)); });
    expect_narrowing("cvt.rz.f16.f32", [](float x) { return bits_of(__float2half_rz(x)); });
    expect_narrowing("cvt.rm.f16.f32", [](float x) { return bits_of(__float2half_rd(x)); });
    expect_narrowing("cvt.rp.f16.f32", [](float x) { return bits_of(__float2half_ru(x)); });
}
TEST(half_reference, floats_to_bfloat16) {
    expect_narrowing("cvt.rn.bf16.f32", [](float x) { return bits_of(__float2bfloat16_rn(x)); });
    expect_narrowing("cvt.rz.bf16.f32", [](float x) { return bits_of(__float2bfloat16_rz(x)); });
    expect_narrowing("cvt.rm.bf16.f32", [](float x) { return bits_of(__float2bfloat16_rd(x)); });
    expect_narrowing("cvt.rp.bf16.f32", [](float x) { return bits_of(__float2bfloat16_ru(x)); });
}

TEST(half_reference, floats_to_8_bits) {
    for (const auto& [name, kind] : {std::pair("e4m3x2", __NV_E4M3), {"e5m2x2", __NV_E5M2}}) {
        const __nv_fp8_interpretation_t interpretation = kind;
        // The second operand becomes the lower half; the upper half is that of 1.
        const std::uint32_t one = interpretation == __NV_E4M3 ? 0x3800 : 0x3c00;
        expect_of_all(scatter("%r4", first) + "cvt.rn.satfinite." + name + ".f32 %r0, 0f3F800000, %r4;",
                      [&](std::uint32_t i) {
                          const float x = std::bit_cast<float>(scattered(i, first));
                          return one | __nv_cvt_float_to_fp8(x, __NV_SATFINITE, interpretation);
                      });
        // Every pattern of 16 bits at the upper end of a float, and a middle below it.
        expect_of_all("shl.b32 %r4, %r1, 16;\ncvt.rn.satfinite." + std::string(name) + ".f32 %r0, 0f3F800000, %r4;",
                      [&](std::uint32_t i) {
                          const float x = std::bit_cast<float>(i << 16);
                          return one | __nv_cvt_float_to_fp8(x, __NV_SATFINITE, interpretation);
                      });
        expect_of_all("cvt.rn.satfinite." + std::string(name) + ".f16x2 %r0, %r1;", [&](std::uint32_t i) {
            __half_raw x;
            x.x = static_cast<std::uint16_t>(i);
            return std::uint32_t(__nv_cvt_halfraw_to_fp8(x, __NV_SATFINITE, interpretation));
        });
        expect_of_all("cvt.rn.f16x2." + std::string(name) + " %r0, %r1;", [&](std::uint32_t i) {
            const auto decoded = [&](std::uint32_t bits) {
                const auto raw = __nv_cvt_fp8_to_halfraw(static_cast<__nv_fp8_storage_t>(bits), interpretation);
                return std::uint32_t((raw.x & 0x7fff) > 0x7c00 ? 0x7fff : raw.x);
            };
            return decoded(i >> 8) << 16 | decoded(i & 0xff);
        });
    }
}

template <class T>
void expect_arithmetic(const std::string& type) {
    // A double holds their product, and more than twice the bits of their sum and two: rounding that twice changes
    // nothing (Figueroa, When is double rounding innocuous?, 1995).
    const auto rounded = [](double exact) {
        if constexpr (std::is_same_v<T, __half>) {
            return bits_of(__double2half(exact));
        } else {
            return bits_of(__double2bfloat16(exact));
        }
    };
    const auto value = [](std::uint32_t bits) { return static_cast<double>(static_cast<float>(from_bits<T>(bits))); };
    const std::string halves = scatter("%r4", first) + scatter("%r5", second) + scatter("%r6", third) +
                               "mov.b32 {_, %h1}, %r4;\nmov.b32 {_, %h2}, %r5;\nmov.b32 {_, %h3}, %r6;\n";
    const auto operand = [](std::uint32_t i, std::uint32_t multiplier) { return scattered(i, multiplier) >> 16; };
    expect_of_all(halves + "add.rn." + type + " %r0, %h1, %h2;",
                  [&](std::uint32_t i) { return rounded(value(operand(i, first)) + value(operand(i, second))); });
    expect_of_all(halves + "mul.rn." + type + " %r0, %h1, %h2;",
                  [&](std::uint32_t i) { return rounded(value(operand(i, first)) * value(operand(i, second))); });
    expect_of_all(halves + "max." + type + " %r0, %h1, %h2;", [&](std::uint32_t i) {
        return bits_of(__hmax(from_bits<T>(operand(i, first)), from_bits<T>(operand(i, second))));
    });
    expect_of_all(halves + "min.NaN." + type + " %r0, %h1, %h2;", [&](std::uint32_t i) {
        return bits_of(__hmin_nan(from_bits<T>(operand(i, first)), from_bits<T>(operand(i, second))));
    });
}

TEST(half_reference, pairs_of_float16) {
    expect_arithmetic<__half>("f16");
}
TEST(half_reference, pairs_of_bfloat16) {
    expect_arithmetic<__nv_bfloat16>("bf16");
}

/// The nearest float16 or bfloat16 of a * b + c by integers alone: all three in units of the smallest subnormal's
/// square.
TEST(half_reference, triples_of_float16) {
    const std::string body = scatter("%r4", first) + scatter("%r5", second) + scatter("%r6", third) +
                             "mov.b32 {_, %h1}, %r4;\nmov.b32 {_, %h2}, %r5;\nmov.b32 {_, %h3}, %r6;\n"
                             "fma.rn.f16 %r0, %h1, %h2, %h3;";
    expect_of_all(body, [](std::uint32_t i) {
        const auto value = [i](std::uint32_t multiplier) {
            return static_cast<long double>(__half2float(from_bits<__half>(scattered(i, multiplier) >> 16)));
        };
        // Exact: from the unit of the smallest product, 2^-48, to the largest float16 it is 64 bits.
        const long double exact = value(first) * value(second) + value(third);
        double nearest = static_cast<double>(exact);
        // A double that lies in the middle of two float16 by rounding alone is moved off it.
        if (static_cast<long double>(nearest) != exact && std::isfinite(nearest)) {
            const double other = std::nextafter(nearest, exact > nearest ? INFINITY : -INFINITY);
            if ((std::bit_cast<std::uint64_t>(nearest) & 1) == 0) nearest = other;
        }
        return bits_of(__double2half(nearest));
    });
}

}  // namespace
}  // namespace softknee_emulator::test
