// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

TEST(move_instructions, copy_the_bits_of_their_type) {
    for (const std::string type : {"b16", "u16", "s16", "f16", "bf16"}) {
        expect_results("mov." + type, {{0x8182838485868788, 0x8788}});
    }
    for (const std::string type : {"b32", "u32", "s32", "f32"}) {
        expect_results("mov." + type, {{0x8182838485868788, 0x85868788}});
    }
    for (const std::string type : {"b64", "u64", "s64", "f64"}) {
        expect_results("mov." + type, {{0x8182838485868788, 0x8182838485868788}});
    }
    expect_results("mov.pred", {{0, 0}, {1, 1}});
}

TEST(move_instructions, read_every_way_to_write_a_constant) {
    struct literal {
        std::string text;
        std::uint64_t bits;
    };
    for (const auto& [text, bits] : std::vector<literal>{{"0", 0},
                                                         {"42", 42},
                                                         {"-1", 0xffffffffffffffff},
                                                         {"+7", 7},
                                                         {"0x1F", 31},
                                                         {"0XfFu", 255},
                                                         {"42U", 42},
                                                         {"017", 15},
                                                         {"0b101", 5},
                                                         {"0B11", 3},
                                                         {"-0x10", 0xfffffffffffffff0},
                                                         {"0f3F800000", 0x3f800000},
                                                         {"0F7f800000", 0x7f800000},
                                                         {"0d3FF0000000000000", 0x3ff0000000000000},
                                                         {"0D8000000000000000", 0x8000000000000000},
                                                         {"18446744073709551615", 0xffffffffffffffff},
                                                         {"-9223372036854775808", 0x8000000000000000},
                                                         {"WARP_SZ", 32}}) {
        expect_words("mov.b64 %rd1, " + text + ";\nst.global.b64 [%out], %rd1;", {bits});
    }
}

TEST(move_instructions, pack_from_the_low_end) {
    const std::string words = "mov.b32 %r1, 0x11112222;\nmov.b32 %r2, 0x33334444;\n";
    const std::string halves =
        "mov.b16 %h1, 0x1111;\nmov.b16 %h2, 0x2222;\nmov.b16 %h3, 0x3333;\nmov.b16 %h4, 0x4444;\n";
    expect_words(words + "mov.b64 %rd1, {%r1, %r2};\nst.global.b64 [%out], %rd1;", {0x3333444411112222});
    expect_words(halves + "mov.b32 %r1, {%h1, %h2};\nst.global.b32 [%out], %r1;", {0x22221111});
    expect_words(halves + "mov.b64 %rd1, {%h1, %h2, %h3, %h4};\nst.global.b64 [%out], %rd1;", {0x4444333322221111});
    expect_words(halves + "mov.b32 %r1, {%h1, 7};\nst.global.b32 [%out], %r1;", {0x00071111});
    expect_words("mov.b16 %h1, 0xab12;\nmov.b16 %h2, 0xcd34;\nmov.b16 %h3, {%h1, %h2};\nst.global.b16 [%out], %h3;",
                 {0x3412});
}

TEST(move_instructions, unpack_from_the_low_end) {
    const std::string word = "mov.b64 %rd1, 0x4444333322221111;\n";
    expect_words(word + "mov.b64 {%r1, %r2}, %rd1;\nst.global.v2.b32 [%out], {%r2, %r1};", {0x2222111144443333});
    expect_words(word + "mov.b64 {%h1, %h2, %h3, %h4}, %rd1;\nst.global.v4.b16 [%out], {%h4, %h3, %h2, %h1};",
                 {0x1111222233334444});
    expect_words(word + "mov.b64 {_, %r2}, %rd1;\nst.global.b32 [%out], %r2;", {0x44443333});
    expect_words("mov.b32 %r1, 0x22221111;\nmov.b32 {%h1, _}, %r1;\nst.global.b16 [%out], %h1;", {0x1111});
    expect_words("mov.b32 %r1, 0x22221111;\nmov.b32 {%h1, %h2}, %r1;\nst.global.v2.b16 [%out], {%h2, %h1};",
                 {0x11112222});
}

TEST(move_instructions, convert_addresses_to_generic_ones_and_back) {
    // A value stored by the address in its space is loaded by the generic one, and the way back gives the first.
    struct conversion {
        std::string variable, space, suffix;
    };
    for (const auto& [variable, space, suffix] :
         std::vector<conversion>{{".shared .align 8 .b8 array[16];", "shared", "u64"},
                                 {".shared .align 8 .b8 array[16];", "shared::cta", "u64"},
                                 {".local .align 8 .b8 array[16];", "local", "u64"}}) {
        expect_words(variable + "\nmov.u64 %rd1, array;\nst." + space + ".b64 [%rd1+8], 5;\ncvta." + space + "." +
                         suffix + " %rd2, %rd1;\nld.b64 %rd3, [%rd2+8];\nst.b64 [%rd2+8], 6;\ncvta.to." + space + "." +
                         suffix + " %rd4, %rd2;\nld." + space +
                         ".b64 %rd5, [%rd4+8];\nst.global.v2.b64 [%out], {%rd3, %rd5};\n"
                         "sub.u64 %rd6, %rd4, %rd1;\nst.global.b64 [%out+16], %rd6;",
                     {5, 6, 0});
    }
    expect_words(
        "cvta.to.global.u64 %rd1, %out;\nst.global.b64 [%rd1], 7;\ncvta.global.u64 %rd2, %rd1;\n"
        "st.b64 [%rd2+8], 8;",
        {7, 8});
    expect_output({"mov.b64 %rd1, table;\ncvta.const.u64 %rd2, %rd1;\nld.b64 %rd3, [%rd2];\n"
                   "cvta.to.const.u64 %rd4, %rd2;\nld.const.b64 %rd5, [%rd4];\nst.global.v2.b64 [%out], {%rd3, %rd5};",
                   ".const .align 8 .u64 table = 9;"},
                  {}, {9, 9});
    expect_words(
        "mov.b64 %rd1, k_param_0;\ncvta.param.u64 %rd2, %rd1;\nld.u64 %rd3, [%rd2];\n"
        "cvta.to.param.u64 %rd4, %rd2;\nld.param.u64 %rd5, [%rd4];\nst.global.b64 [%rd3], 3;\n"
        "st.global.b64 [%rd5+8], 4;",
        {3, 4});
}

}  // namespace
}  // namespace softknee_emulator::test
