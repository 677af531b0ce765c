// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

// A fraction that becomes 0 keeps its sign.
TEST(float_conversions, to_the_same_type_round_to_an_integer) {
    expect_results("cvt.rni.f16.f16", {{0x4100, 0x4000}, {0x4300, 0x4400}, {0xc100, 0xc000}, {0xb800, 0x8000}});
    expect_results("cvt.rni.f16.f16", {{0x3800, 0}, {0x4200, 0x4200}, {0x8000, 0x8000}, {0xfc00, 0xfc00}});
    expect_results("cvt.rni.f16.f16", {{0x7bff, 0x7bff}});
    expect_results("cvt.rzi.f16.f16", {{0x4100, 0x4000}, {0x4300, 0x4200}, {0xc100, 0xc000}, {0xb800, 0x8000}});
    expect_results("cvt.rzi.f16.f16", {{0x3800, 0}, {0x4200, 0x4200}, {0x8000, 0x8000}, {0xfc00, 0xfc00}});
    expect_results("cvt.rzi.f16.f16", {{0x7bff, 0x7bff}});
    expect_results("cvt.rmi.f16.f16", {{0x4100, 0x4000}, {0x4300, 0x4200}, {0xc100, 0xc200}, {0xb800, 0xbc00}});
    expect_results("cvt.rmi.f16.f16", {{0x3800, 0}, {0x4200, 0x4200}, {0x8000, 0x8000}, {0xfc00, 0xfc00}});
    expect_results("cvt.rmi.f16.f16", {{0x7bff, 0x7bff}});
    expect_results("cvt.rpi.f16.f16", {{0x4100, 0x4200}, {0x4300, 0x4400}, {0xc100, 0xc000}, {0xb800, 0x8000}});
    expect_results("cvt.rpi.f16.f16", {{0x3800, 0x3c00}, {0x4200, 0x4200}, {0x8000, 0x8000}, {0xfc00, 0xfc00}});
    expect_results("cvt.rpi.f16.f16", {{0x7bff, 0x7bff}});
    expect_results("cvt.rni.bf16.bf16", {{0x4020, 0x4000}, {0x4060, 0x4080}, {0xc020, 0xc000}, {0xbf00, 0x8000}});
    expect_results("cvt.rni.bf16.bf16", {{0x3f00, 0}, {0x4040, 0x4040}, {0x8000, 0x8000}, {0xff80, 0xff80}});
    expect_results("cvt.rni.bf16.bf16", {{0x7f7f, 0x7f7f}});
    expect_results("cvt.rzi.bf16.bf16", {{0x4020, 0x4000}, {0x4060, 0x4040}, {0xc020, 0xc000}, {0xbf00, 0x8000}});
    expect_results("cvt.rzi.bf16.bf16", {{0x3f00, 0}, {0x4040, 0x4040}, {0x8000, 0x8000}, {0xff80, 0xff80}});
    expect_results("cvt.rzi.bf16.bf16", {{0x7f7f, 0x7f7f}});
    expect_results("cvt.rmi.bf16.bf16", {{0x4020, 0x4000}, {0x4060, 0x4040}, {0xc020, 0xc040}, {0xbf00, 0xbf80}});
    expect_results("cvt.rmi.bf16.bf16", {{0x3f00, 0}, {0x4040, 0x4040}, {0x8000, 0x8000}, {0xff80, 0xff80}});
    expect_results("cvt.rmi.bf16.bf16", {{0x7f7f, 0x7f7f}});
    expect_results("cvt.rpi.bf16.bf16", {{0x4020, 0x4040}, {0x4060, 0x4080}, {0xc020, 0xc000}, {0xbf00, 0x8000}});
    expect_results("cvt.rpi.bf16.bf16", {{0x3f00, 0x3f80}, {0x4040, 0x4040}, {0x8000, 0x8000}, {0xff80, 0xff80}});
    expect_results("cvt.rpi.bf16.bf16", {{0x7f7f, 0x7f7f}});
    expect_results("cvt.rni.f32.f32", {{0x40200000, 0x40000000}, {0x40600000, 0x40800000}, {0xc0200000, 0xc0000000}});
    expect_results("cvt.rni.f32.f32", {{0xbf000000, 0x80000000}, {0x3f000000, 0}, {0x40400000, 0x40400000}});
    expect_results("cvt.rni.f32.f32", {{0x80000000, 0x80000000}, {0xff800000, 0xff800000}, {0x7f7fffff, 0x7f7fffff}});
    expect_results("cvt.rzi.f32.f32", {{0x40200000, 0x40000000}, {0x40600000, 0x40400000}, {0xc0200000, 0xc0000000}});
    expect_results("cvt.rzi.f32.f32", {{0xbf000000, 0x80000000}, {0x3f000000, 0}, {0x40400000, 0x40400000}});
    expect_results("cvt.rzi.f32.f32", {{0x80000000, 0x80000000}, {0xff800000, 0xff800000}, {0x7f7fffff, 0x7f7fffff}});
    expect_results("cvt.rmi.f32.f32", {{0x40200000, 0x40000000}, {0x40600000, 0x40400000}, {0xc0200000, 0xc0400000}});
    expect_results("cvt.rmi.f32.f32", {{0xbf000000, 0xbf800000}, {0x3f000000, 0}, {0x40400000, 0x40400000}});
    expect_results("cvt.rmi.f32.f32", {{0x80000000, 0x80000000}, {0xff800000, 0xff800000}, {0x7f7fffff, 0x7f7fffff}});
    expect_results("cvt.rmi.f32.f32", {{0x80000001, 0xbf800000}});
    expect_results("cvt.rpi.f32.f32", {{0x40200000, 0x40400000}, {0x40600000, 0x40800000}, {0xc0200000, 0xc0000000}});
    expect_results("cvt.rpi.f32.f32", {{0xbf000000, 0x80000000}, {0x3f000000, 0x3f800000}, {0x40400000, 0x40400000}});
    expect_results("cvt.rpi.f32.f32", {{0x80000000, 0x80000000}, {0xff800000, 0xff800000}, {0x7f7fffff, 0x7f7fffff}});
    expect_results("cvt.rpi.f32.f32", {{1, 0x3f800000}});
    expect_results("cvt.rni.f64.f64", {{0x4004000000000000, 0x4000000000000000}});
    expect_results("cvt.rni.f64.f64", {{0x400c000000000000, 0x4010000000000000}});
    expect_results("cvt.rni.f64.f64", {{0xc004000000000000, 0xc000000000000000}});
    expect_results("cvt.rni.f64.f64", {{0xbfe0000000000000, 0x8000000000000000}, {0x3fe0000000000000, 0}});
    expect_results("cvt.rni.f64.f64", {{0x4008000000000000, 0x4008000000000000}});
    expect_results("cvt.rni.f64.f64", {{0x8000000000000000, 0x8000000000000000}});
    expect_results("cvt.rni.f64.f64", {{0xfff0000000000000, 0xfff0000000000000}});
    expect_results("cvt.rni.f64.f64", {{0x7fefffffffffffff, 0x7fefffffffffffff}});
    expect_results("cvt.rzi.f64.f64", {{0x4004000000000000, 0x4000000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0x400c000000000000, 0x4008000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0xc004000000000000, 0xc000000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0xbfe0000000000000, 0x8000000000000000}, {0x3fe0000000000000, 0}});
    expect_results("cvt.rzi.f64.f64", {{0x4008000000000000, 0x4008000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0x8000000000000000, 0x8000000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0xfff0000000000000, 0xfff0000000000000}});
    expect_results("cvt.rzi.f64.f64", {{0x7fefffffffffffff, 0x7fefffffffffffff}});
    expect_results("cvt.rmi.f64.f64", {{0x4004000000000000, 0x4000000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0x400c000000000000, 0x4008000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0xc004000000000000, 0xc008000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0xbfe0000000000000, 0xbff0000000000000}, {0x3fe0000000000000, 0}});
    expect_results("cvt.rmi.f64.f64", {{0x4008000000000000, 0x4008000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0x8000000000000000, 0x8000000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0xfff0000000000000, 0xfff0000000000000}});
    expect_results("cvt.rmi.f64.f64", {{0x7fefffffffffffff, 0x7fefffffffffffff}});
    expect_results("cvt.rpi.f64.f64", {{0x4004000000000000, 0x4008000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0x400c000000000000, 0x4010000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0xc004000000000000, 0xc000000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0xbfe0000000000000, 0x8000000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0x3fe0000000000000, 0x3ff0000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0x4008000000000000, 0x4008000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0x8000000000000000, 0x8000000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0xfff0000000000000, 0xfff0000000000000}});
    expect_results("cvt.rpi.f64.f64", {{0x7fefffffffffffff, 0x7fefffffffffffff}});
    expect_results("cvt.rmi.ftz.f32.f32", {{0x80000001, 0x80000000}});
    expect_results("cvt.rpi.ftz.f32.f32", {{1, 0}});
    expect_nan("cvt.rni.f16.f16", {0x7c01});
    expect_nan("cvt.rni.bf16.bf16", {0x7f81});
    expect_nan("cvt.rni.f32.f32", {0x7f800001});
    expect_nan("cvt.rni.f64.f64", {0x7ff0000000000001});
}

TEST(float_conversions, saturate_to_0_and_1) {
    expect_results("cvt.sat.f32.f32", {{0x40000000, 0x3f800000}, {0x3e800000, 0x3e800000}, {0xbf800000, 0}});
    expect_results("cvt.sat.f32.f32", {{0x80000000, 0}, {0x7f800000, 0x3f800000}, {0xff800000, 0}, {0x7f800001, 0}});
    expect_results("cvt.rn.sat.f16.f32", {{0x40000000, 0x3c00}, {0x3e800000, 0x3400}, {0xbf800000, 0}});
    expect_results("cvt.rn.sat.f16.f32", {{0x80000000, 0}, {0x7f800000, 0x3c00}, {0xff800000, 0}, {0x7f800001, 0}});
    expect_results("cvt.rn.sat.f32.f64", {{0x4000000000000000, 0x3f800000}, {0x3fd0000000000000, 0x3e800000}});
    expect_results("cvt.rn.sat.f32.f64", {{0xbff0000000000000, 0}, {0x8000000000000000, 0}});
    expect_results("cvt.rn.sat.f32.f64", {{0x7ff0000000000000, 0x3f800000}, {0xfff0000000000000, 0}});
    expect_results("cvt.rn.sat.f32.f64", {{0x7ff0000000000001, 0}});
    expect_results("cvt.sat.f32.f16", {{0x4000, 0x3f800000}, {0x3400, 0x3e800000}, {0xbc00, 0}, {0x8000, 0}});
    expect_results("cvt.sat.f32.f16", {{0x7c00, 0x3f800000}, {0xfc00, 0}, {0x7c01, 0}});
    expect_results("cvt.sat.f64.f64", {{0x4000000000000000, 0x3ff0000000000000}});
    expect_results("cvt.sat.f64.f64", {{0x3fd0000000000000, 0x3fd0000000000000}, {0xbff0000000000000, 0}});
    expect_results("cvt.sat.f64.f64", {{0x8000000000000000, 0}, {0x7ff0000000000000, 0x3ff0000000000000}});
    expect_results("cvt.sat.f64.f64", {{0xfff0000000000000, 0}, {0x7ff0000000000001, 0}});
}

// A NaN is not negative.
TEST(float_conversions, cut_negative_values_off) {
    expect_results("cvt.rn.relu.f16.f32", {{0xbf800000, 0}, {0x3f800000, 0x3c00}, {0xff800000, 0}});
    expect_results("cvt.rn.relu.f16.f32", {{0x7f800000, 0x7c00}, {0xbf801001, 0}, {0x3f80ffff, 0x3c08}});
    expect_results("cvt.rn.relu.f16.f32", {{0x7fc00000, 0x7fff}, {0xffc00000, 0x7fff}});
    expect_results("cvt.rz.relu.f16.f32", {{0xbf800000, 0}, {0x3f800000, 0x3c00}, {0xff800000, 0}});
    expect_results("cvt.rz.relu.f16.f32", {{0x7f800000, 0x7c00}, {0xbf801001, 0}, {0x3f80ffff, 0x3c07}});
    expect_results("cvt.rn.relu.bf16.f32", {{0xbf800000, 0}, {0x3f800000, 0x3f80}, {0xff800000, 0}});
    expect_results("cvt.rn.relu.bf16.f32", {{0x7f800000, 0x7f80}, {0xbf801001, 0}, {0x3f80ffff, 0x3f81}});
    expect_results("cvt.rn.relu.bf16.f32", {{0x7fc00000, 0x7fff}, {0xffc00000, 0x7fff}});
    expect_results("cvt.rz.relu.bf16.f32", {{0xbf800000, 0}, {0x3f800000, 0x3f80}, {0xff800000, 0}});
    expect_results("cvt.rz.relu.bf16.f32", {{0x7f800000, 0x7f80}, {0xbf801001, 0}, {0x3f80ffff, 0x3f80}});
}

// Only floats are flushed.
TEST(float_conversions, flush_subnormal_floats) {
    expect_results("cvt.rn.ftz.f16.f32", {{0x7fffff, 0}, {0x33800000, 1}});
    expect_results("cvt.rp.ftz.f16.f32", {{1, 0}});
    expect_results("cvt.rp.f16.f32", {{1, 1}});
    expect_results("cvt.rn.ftz.f32.f64", {{0x3800000000000000, 0}, {0xb800000000000000, 0x80000000}});
    expect_results("cvt.rn.ftz.f32.f64", {{0x3810000000000000, 0x800000}});
    expect_results("cvt.rn.f32.f64", {{0x3800000000000000, 0x400000}});
    expect_results("cvt.ftz.f64.f32", {{0x80000001, 0x8000000000000000}});
    expect_results("cvt.ftz.f32.f16", {{1, 0x33800000}});
}

}  // namespace
}  // namespace softknee_emulator::test
