// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

// The NaN of a float instruction has one pattern.
TEST(float_instructions, special_values_of_floats) {
    expect_results("add.rn.f32", {{0x7fc00000, 0x3f800000, 0x7fffffff}, {0x3f800000, 0xffc12345, 0x7fffffff}});
    expect_results("add.rn.f32", {{0x7f800001, 0, 0x7fffffff}, {0x7f800000, 0xff800000, 0x7fffffff}});
    expect_results("add.rn.f32", {{0x7f800000, 0x7f800000, 0x7f800000}, {0x7f800000, 0, 0x7f800000}});
    expect_results("add.rn.f32", {{0x80000000, 0xff800000, 0xff800000}, {0, 0, 0}});
    expect_results("add.rn.f32", {{0x80000000, 0x80000000, 0x80000000}, {0, 0x80000000, 0}});
    expect_results("add.rn.f32", {{0x3f800000, 0, 0x3f800000}, {0x3f800000, 0x80000000, 0x3f800000}});
    expect_results("add.rn.f32", {{0xff800000, 0x3f800000, 0xff800000}, {0x3f800000, 0xff800000, 0xff800000}});
    expect_results("sub.rn.f32", {{0x7fc00000, 0x3f800000, 0x7fffffff}, {0x3f800000, 0xffc12345, 0x7fffffff}});
    expect_results("sub.rn.f32", {{0x7f800001, 0, 0x7fffffff}, {0x7f800000, 0xff800000, 0x7f800000}});
    expect_results("sub.rn.f32", {{0x7f800000, 0x7f800000, 0x7fffffff}, {0x7f800000, 0, 0x7f800000}});
    expect_results("sub.rn.f32", {{0x80000000, 0xff800000, 0x7f800000}, {0, 0, 0}, {0x80000000, 0x80000000, 0}});
    expect_results("sub.rn.f32", {{0, 0x80000000, 0}, {0x3f800000, 0, 0x3f800000}});
    expect_results("sub.rn.f32", {{0x3f800000, 0x80000000, 0x3f800000}, {0xff800000, 0x3f800000, 0xff800000}});
    expect_results("sub.rn.f32", {{0x3f800000, 0xff800000, 0x7f800000}});
    expect_results("mul.rn.f32", {{0x7fc00000, 0x3f800000, 0x7fffffff}, {0x3f800000, 0xffc12345, 0x7fffffff}});
    expect_results("mul.rn.f32", {{0x7f800001, 0, 0x7fffffff}, {0x7f800000, 0xff800000, 0xff800000}});
    expect_results("mul.rn.f32", {{0x7f800000, 0x7f800000, 0x7f800000}, {0x7f800000, 0, 0x7fffffff}});
    expect_results("mul.rn.f32", {{0x80000000, 0xff800000, 0x7fffffff}, {0, 0, 0}, {0x80000000, 0x80000000, 0}});
    expect_results("mul.rn.f32", {{0, 0x80000000, 0x80000000}, {0x3f800000, 0, 0}});
    expect_results("mul.rn.f32", {{0x3f800000, 0x80000000, 0x80000000}, {0xff800000, 0x3f800000, 0xff800000}});
    expect_results("mul.rn.f32", {{0x3f800000, 0xff800000, 0xff800000}});
    expect_results("div.rn.f32", {{0x7fc00000, 0x3f800000, 0x7fffffff}, {0x3f800000, 0xffc12345, 0x7fffffff}});
    expect_results("div.rn.f32", {{0x7f800001, 0, 0x7fffffff}, {0x7f800000, 0xff800000, 0x7fffffff}});
    expect_results("div.rn.f32", {{0x7f800000, 0x7f800000, 0x7fffffff}, {0x7f800000, 0, 0x7f800000}});
    expect_results("div.rn.f32", {{0x80000000, 0xff800000, 0}, {0, 0, 0x7fffffff}});
    expect_results("div.rn.f32", {{0x80000000, 0x80000000, 0x7fffffff}, {0, 0x80000000, 0x7fffffff}});
    expect_results("div.rn.f32", {{0x3f800000, 0, 0x7f800000}, {0x3f800000, 0x80000000, 0xff800000}});
    expect_results("div.rn.f32", {{0xff800000, 0x3f800000, 0xff800000}, {0x3f800000, 0xff800000, 0x80000000}});
    expect_results("fma.rn.f32", {{0x7f800000, 0, 0x3f800000, 0x7fffffff}});
    expect_results("fma.rn.f32", {{0x7f800000, 0x3f800000, 0xff800000, 0x7fffffff}});
    expect_results("fma.rn.f32", {{0x7f800000, 0x3f800000, 0x7f800000, 0x7f800000}});
    expect_results("fma.rn.f32", {{0x7fc00000, 0x3f800000, 0x3f800000, 0x7fffffff}});
    expect_results("fma.rn.f32", {{0x3f800000, 0x3f800000, 0x7fc00000, 0x7fffffff}, {0x80000000, 0x3f800000, 0, 0}});
    expect_results("fma.rn.f32", {{0x80000000, 0x3f800000, 0x80000000, 0x80000000}});
    expect_results("fma.rn.f32", {{0x3f800000, 0x3f800000, 0xff800000, 0xff800000}});
    expect_results("sqrt.rn.f32", {{0x7fc00000, 0x7fffffff}, {0x7f800000, 0x7f800000}, {0xff800000, 0x7fffffff}});
    expect_results("sqrt.rn.f32", {{0, 0}, {0x80000000, 0x80000000}, {0xbf800000, 0x7fffffff}});
    expect_results("sqrt.rn.f32", {{0x80000001, 0x7fffffff}});
    expect_results("rcp.rn.f32", {{0x7fc00000, 0x7fffffff}, {0x7f800000, 0}, {0xff800000, 0x80000000}});
    expect_results("rcp.rn.f32", {{0, 0x7f800000}, {0x80000000, 0xff800000}, {1, 0x7f800000}});
    expect_results("rcp.rn.f32", {{0x80000001, 0xff800000}});
}

// Of a double NaN, PTX does not say the pattern.
TEST(float_instructions, special_values_of_doubles) {
    expect_results("add.rn.f64", {{0x3ff0000000000000, 0x7ff0000000000000, 0x7ff0000000000000}});
    expect_results("add.rn.f64", {{0, 0x8000000000000000, 0}});
    expect_results("add.rn.f64", {{0x8000000000000000, 0x8000000000000000, 0x8000000000000000}});
    expect_results("sub.rn.f64", {{0x7ff0000000000000, 0x3ff0000000000000, 0x7ff0000000000000}});
    expect_results("mul.rn.f64", {{0xbff0000000000000, 0x7ff0000000000000, 0xfff0000000000000}});
    expect_results("div.rn.f64", {{0x3ff0000000000000, 0x8000000000000000, 0xfff0000000000000}});
    expect_results("div.rn.f64", {{0xbff0000000000000, 0x7ff0000000000000, 0x8000000000000000}});
    expect_results("sqrt.rn.f64", {{0x8000000000000000, 0x8000000000000000}, {0x7ff0000000000000, 0x7ff0000000000000}});
    expect_results("rcp.rn.f64", {{0, 0x7ff0000000000000}});
    expect_results("fma.rn.f64", {{0x7ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x7ff0000000000000}});
    expect_nan("add.rn.f64", {0x7ff0000000000000, 0xfff0000000000000});
    expect_nan("sub.rn.f64", {0x7ff0000000000000, 0x7ff0000000000000});
    expect_nan("mul.rn.f64", {0x7ff0000000000000, 0});
    expect_nan("div.rn.f64", {0, 0x8000000000000000});
    expect_nan("add.rn.f64", {0x7ff8000000000000, 0x3ff0000000000000});
    expect_nan("fma.rn.f64", {0x7ff0000000000000, 0, 0x3ff0000000000000});
    expect_nan("sqrt.rn.f64", {0xbff0000000000000});
    expect_nan("rcp.rn.f64", {0x7ff8000000000000});
    expect_nan("min.f64", {0x7ff8000000000000, 0x7ff8000000000000});
    expect_nan("max.f64", {0x7ff8000000000000, 0x7ff8000000000000});
}

TEST(float_instructions, flushing_keeps_the_sign) {
    expect_results("add.rn.ftz.f32", {{0x7fffff, 0x7fffff, 0}, {0x800000, 0x80000001, 0x800000}});
    expect_results("add.rn.ftz.f32", {{0x800001, 0x80800000, 0}, {0x80000001, 0, 0}});
    expect_results("add.rn.ftz.f32", {{0x80000001, 0x80000000, 0x80000000}, {0x3f800000, 0x7fffff, 0x3f800000}});
    expect_results("sub.ftz.f32", {{0x7fffff, 0x7fffff, 0}, {0x800000, 0x80000001, 0x800000}});
    expect_results("sub.ftz.f32", {{0x800001, 0x80800000, 0x1000000}, {0x80000001, 0, 0x80000000}});
    expect_results("sub.ftz.f32", {{0x80000001, 0x80000000, 0}, {0x3f800000, 0x7fffff, 0x3f800000}});
    expect_results("mul.rn.ftz.f32", {{0x800000, 0x3f000000, 0}, {0x80800000, 0x3f000000, 0x80000000}});
    expect_results("mul.rn.ftz.f32", {{0x7fffff, 0x7f000000, 0}, {0x807fffff, 0x7f800000, 0x7fffffff}});
    expect_results("mul.rn.ftz.f32", {{0x20000000, 0x20000000, 0x800000}});
    expect_results("div.rn.ftz.f32", {{0x800000, 0x40000000, 0}, {0x3f800000, 0x7fffff, 0x7f800000}});
    expect_results("div.rn.ftz.f32", {{0x80000001, 1, 0x7fffffff}, {0x80000001, 0x3f800000, 0x80000000}});
    expect_results("fma.rn.ftz.f32", {{0x7fffff, 0x3f800000, 0x800000, 0x800000}});
    expect_results("fma.rn.ftz.f32", {{0x20000000, 0x20000000, 0x80000001, 0x800000}});
    expect_results("fma.rn.ftz.f32", {{0x3f800000, 0x800000, 0x80800001, 0x80000000}});
    expect_results("sqrt.rn.ftz.f32", {{1, 0}, {0x80000001, 0x80000000}, {0x807fffff, 0x80000000}});
    expect_results("rcp.rn.ftz.f32", {{1, 0x7f800000}, {0x80000001, 0xff800000}, {0x7f7fffff, 0}});
    expect_results("rcp.rn.ftz.f32", {{0x7e800000, 0x800000}});
    expect_results("abs.ftz.f32", {{0x807fffff, 0}, {0x80800000, 0x800000}});
    expect_results("neg.ftz.f32", {{0x7fffff, 0x80000000}, {0x80000001, 0}});
    expect_results("max.ftz.f32", {{0x7fffff, 1, 0}, {0x80000001, 0, 0}, {0x807fffff, 0x800000, 0x800000}});
    expect_results("min.ftz.f32", {{0x7fffff, 1, 0}, {0x80000001, 0, 0x80000000}, {0x807fffff, 0x800000, 0x80000000}});
}

// A NaN saturates to +0, and so does -0.
TEST(float_instructions, saturated_results_lie_between_0_and_1) {
    expect_results("add.rn.sat.f32", {{0x3f800000, 0x3f800000, 0x3f800000}, {0x3e800000, 0x3e800000, 0x3f000000}});
    expect_results("add.rn.sat.f32", {{0xbf800000, 0x3f000000, 0}, {0x7fc00000, 0x3f800000, 0}});
    expect_results("add.rn.sat.f32", {{0x7f800000, 0x3f800000, 0x3f800000}, {0x80000000, 0x80000000, 0}});
    expect_results("add.rn.sat.f32", {{0x3f7fffff, 0x33000000, 0x3f800000}, {1, 0, 1}});
    expect_results("mul.rn.sat.f32", {{0x40000000, 0x3f000000, 0x3f800000}, {0xbf800000, 0x3f800000, 0}});
    expect_results("mul.rn.sat.f32", {{0x40000000, 0x3e800000, 0x3f000000}, {0x7f800000, 0, 0}});
    expect_results("fma.rn.sat.f32", {{0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000}});
    expect_results("fma.rn.sat.f32", {{0xbf800000, 0x3f800000, 0x3f000000, 0}});
    expect_results("fma.rn.sat.f32", {{0x3f000000, 0x3f000000, 0x3e800000, 0x3f000000}});
    expect_results("sub.rn.sat.f32", {{0x3f800000, 0x40000000, 0}});
    expect_results("add.ftz.sat.f32", {{1, 1, 0}});
    expect_results("add.rz.ftz.sat.f32", {{0x3f000000, 0x3f800000, 0x3f800000}});
}

// -0 lies below +0; a NaN loses, unless it is told to win.
TEST(float_instructions, the_smaller_and_the_larger) {
    expect_results("min.f32", {{0x3f800000, 0x40000000, 0x3f800000}, {0xbf800000, 0xc0000000, 0xc0000000}});
    expect_results("min.f32", {{0, 0x80000000, 0x80000000}, {0x80000000, 0, 0x80000000}});
    expect_results("min.f32", {{0x7fc00000, 0x3f800000, 0x3f800000}, {0x3f800000, 0xffc00000, 0x3f800000}});
    expect_results("min.f32", {{0x7fc00000, 0x7fc00000, 0x7fffffff}, {0x7f800000, 0x7fc00000, 0x7f800000}});
    expect_results("min.f32", {{0xff800000, 0x3f800000, 0xff800000}, {1, 0x80000001, 0x80000001}});
    expect_results("min.NaN.f32", {{0, 0x80000000, 0x80000000}, {0x80000000, 0, 0x80000000}});
    expect_results("min.NaN.f32", {{0x7fc00000, 0x3f800000, 0x7fffffff}, {0x3f800000, 0xffc00000, 0x7fffffff}});
    expect_results("min.NaN.f32", {{0x7fc00000, 0x7fc00000, 0x7fffffff}, {0x7f800000, 0x7fc00000, 0x7fffffff}});
    expect_results("min.xorsign.abs.f32", {{0xbf800000, 0x40000000, 0xbf800000}, {0xbf800000, 0xc0000000, 0x3f800000}});
    expect_results("min.xorsign.abs.f32", {{0xc0000000, 0x80000000, 0}, {0x3f800000, 0x40000000, 0x3f800000}});
    expect_results("min.xorsign.abs.f32", {{0xffc00000, 0x3f800000, 0xbf800000}, {0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("min.NaN.xorsign.abs.f32", {{0x3f800000, 0x40000000, 0x3f800000}});
    expect_results("min.NaN.xorsign.abs.f32", {{0xffc00000, 0x3f800000, 0x7fffffff}});
    expect_results("min.NaN.xorsign.abs.f32", {{0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("min.f64", {{0x3ff0000000000000, 0x4000000000000000, 0x3ff0000000000000}});
    expect_results("min.f64", {{0x8000000000000000, 0, 0x8000000000000000}});
    expect_results("min.f64", {{0, 0x8000000000000000, 0x8000000000000000}});
    expect_results("min.f64", {{0x7ff8000000000000, 0x3ff0000000000000, 0x3ff0000000000000}});
    expect_results("min.f64", {{0x3ff0000000000000, 0x7ff8000000000000, 0x3ff0000000000000}});
    expect_results("min.f64", {{0x7ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000}});
    expect_results("min.f64", {{0xfff0000000000000, 0x3ff0000000000000, 0xfff0000000000000}});
    expect_results("max.f32", {{0x3f800000, 0x40000000, 0x40000000}, {0xbf800000, 0xc0000000, 0xbf800000}});
    expect_results("max.f32", {{0, 0x80000000, 0}, {0x80000000, 0, 0}, {0x7fc00000, 0x3f800000, 0x3f800000}});
    expect_results("max.f32", {{0x3f800000, 0xffc00000, 0x3f800000}, {0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("max.f32", {{0x7f800000, 0x7fc00000, 0x7f800000}, {0xff800000, 0x3f800000, 0x3f800000}});
    expect_results("max.f32", {{1, 0x80000001, 1}});
    expect_results("max.NaN.f32", {{0, 0x80000000, 0}, {0x80000000, 0, 0}, {0x7fc00000, 0x3f800000, 0x7fffffff}});
    expect_results("max.NaN.f32", {{0x3f800000, 0xffc00000, 0x7fffffff}, {0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("max.NaN.f32", {{0x7f800000, 0x7fc00000, 0x7fffffff}});
    expect_results("max.xorsign.abs.f32", {{0xbf800000, 0x40000000, 0xc0000000}, {0xbf800000, 0xc0000000, 0x40000000}});
    expect_results("max.xorsign.abs.f32", {{0xc0000000, 0x80000000, 0x40000000}, {0x3f800000, 0x40000000, 0x40000000}});
    expect_results("max.xorsign.abs.f32", {{0xffc00000, 0x3f800000, 0xbf800000}, {0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("max.NaN.xorsign.abs.f32", {{0x3f800000, 0x40000000, 0x40000000}});
    expect_results("max.NaN.xorsign.abs.f32", {{0xffc00000, 0x3f800000, 0x7fffffff}});
    expect_results("max.NaN.xorsign.abs.f32", {{0x7fc00000, 0x7fc00000, 0x7fffffff}});
    expect_results("max.f64", {{0x3ff0000000000000, 0x4000000000000000, 0x4000000000000000}});
    expect_results("max.f64", {{0x8000000000000000, 0, 0}, {0, 0x8000000000000000, 0}});
    expect_results("max.f64", {{0x7ff8000000000000, 0x3ff0000000000000, 0x3ff0000000000000}});
    expect_results("max.f64", {{0x3ff0000000000000, 0x7ff8000000000000, 0x3ff0000000000000}});
    expect_results("max.f64", {{0x7ff0000000000000, 0x3ff0000000000000, 0x7ff0000000000000}});
    expect_results("max.f64", {{0xfff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000}});
}

// The sign is the first operand's, and that of a NaN is copied as any other.
TEST(float_instructions, signs_are_taken_changed_and_copied) {
    expect_results("abs.f32", {{0xbf800000, 0x3f800000}, {0x80000000, 0}, {0xff800000, 0x7f800000}, {0x80000001, 1}});
    expect_results("neg.f32", {{0x3f800000, 0xbf800000}, {0, 0x80000000}, {0x80000000, 0}, {0xff800000, 0x7f800000}});
    expect_results("neg.f32", {{1, 0x80000001}});
    expect_results("abs.f64", {{0xbff0000000000000, 0x3ff0000000000000}, {0x8000000000000000, 0}});
    expect_results("abs.f64", {{0x8000000000000001, 1}, {0xfff0000000000000, 0x7ff0000000000000}});
    expect_results("neg.f64", {{0x3ff0000000000000, 0xbff0000000000000}, {0, 0x8000000000000000}});
    expect_results("neg.f64", {{0x8000000000000000, 0}, {0x7ff0000000000000, 0xfff0000000000000}});
    expect_results("copysign.f32", {{0xbf800000, 0x40000000, 0xc0000000}, {0x3f800000, 0xc0000000, 0x40000000}});
    expect_results("copysign.f32", {{0x80000000, 0x7f800000, 0xff800000}, {0x7fc00000, 0xbf800000, 0x3f800000}});
    expect_results("copysign.f32", {{0xffc00000, 0x3f800000, 0xbf800000}, {0xbf800000, 0x7fc00000, 0xffc00000}});
    expect_results("copysign.f32", {{0x80000000, 1, 0x80000001}});
    expect_results("copysign.f64", {{0xbff0000000000000, 0x4000000000000000, 0xc000000000000000}});
    expect_results("copysign.f64", {{0x3ff0000000000000, 0xc000000000000000, 0x4000000000000000}});
    expect_results("copysign.f64", {{0x8000000000000000, 0x7ff0000000000000, 0xfff0000000000000}});
    expect_results("copysign.f64", {{0xbff0000000000000, 0x7ff8000000000000, 0xfff8000000000000}});
    expect_nan("abs.f32", {0xffc00000});
    expect_nan("neg.f32", {0x7fc00000});
    expect_nan("abs.f64", {0xfff8000000000000});
    expect_nan("neg.f64", {0x7ff8000000000000});
}

// By the PTX ISA, zeros are normal numbers here.
TEST(float_instructions, properties_are_tested) {
    expect_results("testp.finite.f32", {{0, 1}, {0x80000000, 1}, {1, 1}, {0x807fffff, 1}, {0x800000, 1}});
    expect_results("testp.finite.f32", {{0xff7fffff, 1}, {0x3f800000, 1}, {0x7f800000, 0}, {0xff800000, 0}});
    expect_results("testp.finite.f32", {{0x7fc00000, 0}, {0xffffffff, 0}, {0x7f800001, 0}});
    expect_results("testp.infinite.f32", {{0, 0}, {0x80000000, 0}, {1, 0}, {0x807fffff, 0}, {0x800000, 0}});
    expect_results("testp.infinite.f32", {{0xff7fffff, 0}, {0x3f800000, 0}, {0x7f800000, 1}, {0xff800000, 1}});
    expect_results("testp.infinite.f32", {{0x7fc00000, 0}, {0xffffffff, 0}, {0x7f800001, 0}});
    expect_results("testp.number.f32", {{0, 1}, {0x80000000, 1}, {1, 1}, {0x807fffff, 1}, {0x800000, 1}});
    expect_results("testp.number.f32", {{0xff7fffff, 1}, {0x3f800000, 1}, {0x7f800000, 1}, {0xff800000, 1}});
    expect_results("testp.number.f32", {{0x7fc00000, 0}, {0xffffffff, 0}, {0x7f800001, 0}});
    expect_results("testp.notanumber.f32", {{0, 0}, {0x80000000, 0}, {1, 0}, {0x807fffff, 0}, {0x800000, 0}});
    expect_results("testp.notanumber.f32", {{0xff7fffff, 0}, {0x3f800000, 0}, {0x7f800000, 0}, {0xff800000, 0}});
    expect_results("testp.notanumber.f32", {{0x7fc00000, 1}, {0xffffffff, 1}, {0x7f800001, 1}});
    expect_results("testp.normal.f32", {{0, 1}, {0x80000000, 1}, {1, 0}, {0x807fffff, 0}, {0x800000, 1}});
    expect_results("testp.normal.f32", {{0xff7fffff, 1}, {0x3f800000, 1}, {0x7f800000, 0}, {0xff800000, 0}});
    expect_results("testp.normal.f32", {{0x7fc00000, 0}, {0xffffffff, 0}, {0x7f800001, 0}});
    expect_results("testp.subnormal.f32", {{0, 0}, {0x80000000, 0}, {1, 1}, {0x807fffff, 1}, {0x800000, 0}});
    expect_results("testp.subnormal.f32", {{0xff7fffff, 0}, {0x3f800000, 0}, {0x7f800000, 0}, {0xff800000, 0}});
    expect_results("testp.subnormal.f32", {{0x7fc00000, 0}, {0xffffffff, 0}, {0x7f800001, 0}});
    expect_results("testp.finite.f64", {{0, 1}, {0x8000000000000000, 1}, {1, 1}, {0x800fffffffffffff, 1}});
    expect_results("testp.finite.f64", {{0x10000000000000, 1}, {0xffefffffffffffff, 1}, {0x7ff0000000000000, 0}});
    expect_results("testp.finite.f64", {{0xfff0000000000000, 0}, {0x7ff8000000000000, 0}, {0xffffffffffffffff, 0}});
    expect_results("testp.finite.f64", {{0x7ff0000000000001, 0}});
    expect_results("testp.infinite.f64", {{0, 0}, {0x8000000000000000, 0}, {1, 0}, {0x800fffffffffffff, 0}});
    expect_results("testp.infinite.f64", {{0x10000000000000, 0}, {0xffefffffffffffff, 0}, {0x7ff0000000000000, 1}});
    expect_results("testp.infinite.f64", {{0xfff0000000000000, 1}, {0x7ff8000000000000, 0}, {0xffffffffffffffff, 0}});
    expect_results("testp.infinite.f64", {{0x7ff0000000000001, 0}});
    expect_results("testp.number.f64", {{0, 1}, {0x8000000000000000, 1}, {1, 1}, {0x800fffffffffffff, 1}});
    expect_results("testp.number.f64", {{0x10000000000000, 1}, {0xffefffffffffffff, 1}, {0x7ff0000000000000, 1}});
    expect_results("testp.number.f64", {{0xfff0000000000000, 1}, {0x7ff8000000000000, 0}, {0xffffffffffffffff, 0}});
    expect_results("testp.number.f64", {{0x7ff0000000000001, 0}});
    expect_results("testp.notanumber.f64", {{0, 0}, {0x8000000000000000, 0}, {1, 0}, {0x800fffffffffffff, 0}});
    expect_results("testp.notanumber.f64", {{0x10000000000000, 0}, {0xffefffffffffffff, 0}, {0x7ff0000000000000, 0}});
    expect_results("testp.notanumber.f64", {{0xfff0000000000000, 0}, {0x7ff8000000000000, 1}, {0xffffffffffffffff, 1}});
    expect_results("testp.notanumber.f64", {{0x7ff0000000000001, 1}});
    expect_results("testp.normal.f64", {{0, 1}, {0x8000000000000000, 1}, {1, 0}, {0x800fffffffffffff, 0}});
    expect_results("testp.normal.f64", {{0x10000000000000, 1}, {0xffefffffffffffff, 1}, {0x7ff0000000000000, 0}});
    expect_results("testp.normal.f64", {{0xfff0000000000000, 0}, {0x7ff8000000000000, 0}, {0xffffffffffffffff, 0}});
    expect_results("testp.normal.f64", {{0x7ff0000000000001, 0}});
    expect_results("testp.subnormal.f64", {{0, 0}, {0x8000000000000000, 0}, {1, 1}, {0x800fffffffffffff, 1}});
    expect_results("testp.subnormal.f64", {{0x10000000000000, 0}, {0xffefffffffffffff, 0}, {0x7ff0000000000000, 0}});
    expect_results("testp.subnormal.f64", {{0xfff0000000000000, 0}, {0x7ff8000000000000, 0}, {0xffffffffffffffff, 0}});
    expect_results("testp.subnormal.f64", {{0x7ff0000000000001, 0}});
}

}  // namespace
}  // namespace softknee_emulator::test
