// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

// The first operand becomes the upper half.
TEST(packed_conversions, of_f16x2) {
    expect_results("cvt.rn.f16x2.f32", {{0x7f800000, 0xff800000, 0x7c00fc00}, {0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rn.f16x2.f32", {{0x3f800000, 0xc0000000, 0x3c00c000}, {0x7f7fffff, 0xff7fffff, 0x7c00fc00}});
    expect_results("cvt.rn.f16x2.f32", {{0xffc00001, 1, 0x7fff0000}, {0x3f801000, 0x3f803000, 0x3c003c02}});
    expect_results("cvt.rn.f16x2.f32", {{0x477ff000, 0xc77fec00, 0x7c00fbff}, {0x33000000, 0x33c00000, 2}});
    expect_results("cvt.rn.f16x2.f32", {{0xb3400000, 0x387ff000, 0x80010400}, {0x477fe000, 0xc7ffe000, 0x7bfffc00}});
    expect_results("cvt.rz.f16x2.f32", {{0x7f800000, 0xff800000, 0x7c00fc00}, {0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rz.f16x2.f32", {{0x3f800000, 0xc0000000, 0x3c00c000}, {0x7f7fffff, 0xff7fffff, 0x7bfffbff}});
    expect_results("cvt.rz.f16x2.f32", {{0xffc00001, 1, 0x7fff0000}, {0x3f801000, 0x3f803000, 0x3c003c01}});
    expect_results("cvt.rz.f16x2.f32", {{0x477ff000, 0xc77fec00, 0x7bfffbff}, {0x33000000, 0x33c00000, 1}});
    expect_results("cvt.rz.f16x2.f32", {{0xb3400000, 0x387ff000, 0x800003ff}, {0x477fe000, 0xc7ffe000, 0x7bfffbff}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x7f800000, 0xff800000, 0x7bfffbff}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x3f800000, 0xc0000000, 0x3c00c000}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7bfffbff}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x3f801000, 0x3f803000, 0x3c003c02}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x477ff000, 0xc77fec00, 0x7bfffbff}, {0x33000000, 0x33c00000, 2}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0xb3400000, 0x387ff000, 0x80010400}});
    expect_results("cvt.rn.satfinite.f16x2.f32", {{0x477fe000, 0xc7ffe000, 0x7bfffbff}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x7f800000, 0xff800000, 0x7c000000}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x7fc00000, 0x3f800000, 0x7fff3c00}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x3f800000, 0xc0000000, 0x3c000000}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7c000000}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x3f801000, 0x3f803000, 0x3c003c02}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0x477ff000, 0xc77fec00, 0x7c000000}, {0x33000000, 0x33c00000, 2}});
    expect_results("cvt.rn.relu.f16x2.f32", {{0xb3400000, 0x387ff000, 0x400}, {0x477fe000, 0xc7ffe000, 0x7bff0000}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x7f800000, 0xff800000, 0x7c000000}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x7fc00000, 0x3f800000, 0x7fff3c00}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x3f800000, 0xc0000000, 0x3c000000}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7bff0000}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x3f801000, 0x3f803000, 0x3c003c01}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0x477ff000, 0xc77fec00, 0x7bff0000}, {0x33000000, 0x33c00000, 1}});
    expect_results("cvt.rz.relu.f16x2.f32", {{0xb3400000, 0x387ff000, 0x3ff}, {0x477fe000, 0xc7ffe000, 0x7bff0000}});
}

TEST(packed_conversions, of_bf16x2) {
    expect_results("cvt.rn.bf16x2.f32", {{0x7f800000, 0xff800000, 0x7f80ff80}, {0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rn.bf16x2.f32", {{0x3f800000, 0xc0000000, 0x3f80c000}, {0x7f7fffff, 0xff7fffff, 0x7f80ff80}});
    expect_results("cvt.rn.bf16x2.f32", {{0xffc00001, 1, 0x7fff0000}, {0x3f808000, 0x3f818000, 0x3f803f82}});
    expect_results("cvt.rn.bf16x2.f32", {{0x7f7f8000, 0xff7f6000, 0x7f80ff7f}, {0x8000, 0x18000, 2}});
    expect_results("cvt.rn.bf16x2.f32", {{0x8000c000, 0x7fc000, 0x80010080}, {0x7f7f0000, 0xff7f0000, 0x7f7fff7f}});
    expect_results("cvt.rz.bf16x2.f32", {{0x7f800000, 0xff800000, 0x7f80ff80}, {0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rz.bf16x2.f32", {{0x3f800000, 0xc0000000, 0x3f80c000}, {0x7f7fffff, 0xff7fffff, 0x7f7fff7f}});
    expect_results("cvt.rz.bf16x2.f32", {{0xffc00001, 1, 0x7fff0000}, {0x3f808000, 0x3f818000, 0x3f803f81}});
    expect_results("cvt.rz.bf16x2.f32", {{0x7f7f8000, 0xff7f6000, 0x7f7fff7f}, {0x8000, 0x18000, 1}});
    expect_results("cvt.rz.bf16x2.f32", {{0x8000c000, 0x7fc000, 0x8000007f}, {0x7f7f0000, 0xff7f0000, 0x7f7fff7f}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x7f800000, 0xff800000, 0x7f7fff7f}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x7fc00000, 0x80000000, 0x7fff8000}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x3f800000, 0xc0000000, 0x3f80c000}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7f7fff7f}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x3f808000, 0x3f818000, 0x3f803f82}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x7f7f8000, 0xff7f6000, 0x7f7fff7f}, {0x8000, 0x18000, 2}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x8000c000, 0x7fc000, 0x80010080}});
    expect_results("cvt.rn.satfinite.bf16x2.f32", {{0x7f7f0000, 0xff7f0000, 0x7f7fff7f}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x7f800000, 0xff800000, 0x7f800000}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x7fc00000, 0x3f800000, 0x7fff3f80}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x3f800000, 0xc0000000, 0x3f800000}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7f800000}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x3f808000, 0x3f818000, 0x3f803f82}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x7f7f8000, 0xff7f6000, 0x7f800000}, {0x8000, 0x18000, 2}});
    expect_results("cvt.rn.relu.bf16x2.f32", {{0x8000c000, 0x7fc000, 0x80}, {0x7f7f0000, 0xff7f0000, 0x7f7f0000}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x7f800000, 0xff800000, 0x7f800000}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x7fc00000, 0x3f800000, 0x7fff3f80}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x3f800000, 0xc0000000, 0x3f800000}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7f7f0000}, {0xffc00001, 1, 0x7fff0000}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x3f808000, 0x3f818000, 0x3f803f81}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x7f7f8000, 0xff7f6000, 0x7f7f0000}, {0x8000, 0x18000, 1}});
    expect_results("cvt.rz.relu.bf16x2.f32", {{0x8000c000, 0x7fc000, 0x7f}, {0x7f7f0000, 0xff7f0000, 0x7f7f0000}});
}

TEST(packed_conversions, of_e4m3x2) {
    expect_results("cvt.rn.satfinite.e4m3x2.f32", {{0x7f800000, 0xff800000, 0x7efe}, {0x7fc00000, 0x80000000, 0x7f80}});
    expect_results("cvt.rn.satfinite.e4m3x2.f32", {{0x3f800000, 0xc0000000, 0x38c0}, {0x7f7fffff, 0xff7fffff, 0x7efe}});
    expect_results("cvt.rn.satfinite.e4m3x2.f32", {{0xffc00001, 1, 0x7f00}, {0x3f880000, 0x3f980000, 0x383a}});
    expect_results("cvt.rn.satfinite.e4m3x2.f32", {{0x43e80000, 0xc3e60000, 0x7efe}, {0x3a800000, 0x3b400000, 2}});
    expect_results("cvt.rn.satfinite.e4m3x2.f32", {{0xbac00000, 0x3c780000, 0x8108}, {0x43e00000, 0xc4600000, 0x7efe}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x7f800000, 0xff800000, 0x7e00}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x7fc00000, 0x3f800000, 0x7f38}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x3f800000, 0xc0000000, 0x3800}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7e00}, {0xffc00001, 1, 0x7f00}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x3f880000, 0x3f980000, 0x383a}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0x43e80000, 0xc3e60000, 0x7e00}, {0x3a800000, 0x3b400000, 2}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f32", {{0xbac00000, 0x3c780000, 8}, {0x43e00000, 0xc4600000, 0x7e00}});
    expect_results("cvt.rn.satfinite.e4m3x2.f16x2", {{0x3c403cc0, 0x383a}, {0x7c00fc00, 0x7efe}, {0x7e008000, 0x7f80}});
    expect_results("cvt.rn.satfinite.e4m3x2.f16x2", {{0x5f00df00, 0x7efe}, {0x7bfffbff, 0x7efe}, {0x1a009400, 0x280}});
    expect_results("cvt.rn.satfinite.e4m3x2.f16x2", {{0x5f400001, 0x7e00}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f16x2", {{0x3c403cc0, 0x383a}, {0x7c00fc00, 0x7e00}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f16x2", {{0x7e003c00, 0x7f38}, {0x5f00df00, 0x7e00}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f16x2", {{0x7bfffbff, 0x7e00}, {0x1a009400, 0x200}});
    expect_results("cvt.rn.satfinite.relu.e4m3x2.f16x2", {{0x5f400001, 0x7e00}});
    expect_results("cvt.rn.f16x2.e4m3x2", {{0x80, 0x8000}, {0x181, 0x18009800}, {0x7e7f, 0x5f007fff}});
    expect_results("cvt.rn.f16x2.e4m3x2", {{0x3cbc, 0x3e00be00}, {0x7bfc, 0x5d80de00}, {0xff7d, 0x7fff5e80}});
    expect_results("cvt.rn.f16x2.e4m3x2", {{0x788, 0x2300a400}, {0x7cfb, 0x5e00dd80}});
    expect_results("cvt.rn.relu.f16x2.e4m3x2", {{0xbc, 0}, {0x181, 0x18000000}, {0x7e7f, 0x5f007fff}});
    expect_results("cvt.rn.relu.f16x2.e4m3x2", {{0x3cbc, 0x3e000000}, {0x7bfc, 0x5d800000}, {0xff7d, 0x7fff5e80}});
    expect_results("cvt.rn.relu.f16x2.e4m3x2", {{0x788, 0x23000000}, {0x7cfb, 0x5e000000}});
}

TEST(packed_conversions, of_e5m2x2) {
    expect_results("cvt.rn.satfinite.e5m2x2.f32", {{0x7f800000, 0xff800000, 0x7bfb}, {0x7fc00000, 0x80000000, 0x7f80}});
    expect_results("cvt.rn.satfinite.e5m2x2.f32", {{0x3f800000, 0xc0000000, 0x3cc0}, {0x7f7fffff, 0xff7fffff, 0x7bfb}});
    expect_results("cvt.rn.satfinite.e5m2x2.f32", {{0xffc00001, 1, 0x7f00}, {0x3f900000, 0x3fb00000, 0x3c3e}});
    expect_results("cvt.rn.satfinite.e5m2x2.f32", {{0x47700000, 0xc76c0000, 0x7bfb}, {0x37000000, 0x37c00000, 2}});
    expect_results("cvt.rn.satfinite.e5m2x2.f32", {{0xb7400000, 0x38700000, 0x8104}, {0x47600000, 0xc7e00000, 0x7bfb}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x7f800000, 0xff800000, 0x7b00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x7fc00000, 0x3f800000, 0x7f3c}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x3f800000, 0xc0000000, 0x3c00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x7f7fffff, 0xff7fffff, 0x7b00}, {0xffc00001, 1, 0x7f00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x3f900000, 0x3fb00000, 0x3c3e}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0x47700000, 0xc76c0000, 0x7b00}, {0x37000000, 0x37c00000, 2}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f32", {{0xb7400000, 0x38700000, 4}, {0x47600000, 0xc7e00000, 0x7b00}});
    expect_results("cvt.rn.satfinite.e5m2x2.f16x2", {{0x3c803d80, 0x3c3e}, {0x7c00fc00, 0x7bfb}, {0x7e008000, 0x7f80}});
    expect_results("cvt.rn.satfinite.e5m2x2.f16x2", {{0x7b00fb00, 0x7bfb}, {0x7bfffbff, 0x7bfb}, {0x1808080, 0x280}});
    expect_results("cvt.rn.satfinite.e5m2x2.f16x2", {{0x7bff0001, 0x7b00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f16x2", {{0x3c803d80, 0x3c3e}, {0x7c00fc00, 0x7b00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f16x2", {{0x7e003c00, 0x7f3c}, {0x7b00fb00, 0x7b00}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f16x2", {{0x7bfffbff, 0x7b00}, {0x1808080, 0x200}});
    expect_results("cvt.rn.satfinite.relu.e5m2x2.f16x2", {{0x7bff0001, 0x7b00}});
    expect_results("cvt.rn.f16x2.e5m2x2", {{0x80, 0x8000}, {0x181, 0x1008100}, {0x7e7f, 0x7fff7fff}});
    expect_results("cvt.rn.f16x2.e5m2x2", {{0x3cbc, 0x3c00bc00}, {0x7bfc, 0x7b00fc00}, {0xff7d, 0x7fff7fff}});
    expect_results("cvt.rn.f16x2.e5m2x2", {{0x788, 0x7008800}, {0x7cfb, 0x7c00fb00}});
    expect_results("cvt.rn.relu.f16x2.e5m2x2", {{0xbc, 0}, {0x181, 0x1000000}, {0x7e7f, 0x7fff7fff}});
    expect_results("cvt.rn.relu.f16x2.e5m2x2", {{0x3cbc, 0x3c000000}, {0x7bfc, 0x7b000000}, {0xff7d, 0x7fff7fff}});
    expect_results("cvt.rn.relu.f16x2.e5m2x2", {{0x788, 0x7000000}, {0x7cfb, 0x7c000000}});
}

}  // namespace
}  // namespace softknee_emulator::test
