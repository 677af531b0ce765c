// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

// The upper bits of the register are filled by the sign of the target.
TEST(integer_conversions, keep_the_low_bits) {
    expect_results("cvt.u8.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.u16.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.u32.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.u64.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.s8.u8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.s16.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.s32.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.s64.u8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.u8.u16", {{0x7fff, 0xff}, {0x8000, 0}, {0xffff, 0xff}});
    expect_results("cvt.u16.u16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.u32.u16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.u64.u16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.s8.u16", {{0x7fff, 0xffffffffffffffff}, {0x8000, 0}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s16.u16", {{0x7fff, 0x7fff}, {0x8000, 0xffffffffffff8000}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.u16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.s64.u16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.u8.u32", {{0x80000000, 0}, {0xffffffff, 0xff}, {0x18000, 0}});
    expect_results("cvt.u16.u32", {{0x80000000, 0}, {0xffffffff, 0xffff}, {0x18000, 0x8000}});
    expect_results("cvt.u32.u32", {{0x80000000, 0x80000000}, {0xffffffff, 0xffffffff}, {0x18000, 0x18000}});
    expect_results("cvt.u64.u32", {{0x80000000, 0x80000000}, {0xffffffff, 0xffffffff}, {0x18000, 0x18000}});
    expect_results("cvt.s8.u32", {{0x80000000, 0}, {0xffffffff, 0xffffffffffffffff}, {0x18000, 0}});
    expect_results("cvt.s16.u32", {{0x80000000, 0}, {0xffffffff, 0xffffffffffffffff}, {0x18000, 0xffffffffffff8000}});
    expect_results("cvt.s32.u32", {{0x80000000, 0xffffffff80000000}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.u32", {{0x18000, 0x18000}});
    expect_results("cvt.s64.u32", {{0x80000000, 0x80000000}, {0xffffffff, 0xffffffff}, {0x18000, 0x18000}});
    expect_results("cvt.u8.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xff}, {0x180008000, 0}});
    expect_results("cvt.u16.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffff}, {0x180008000, 0x8000}});
    expect_results("cvt.u32.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffff}});
    expect_results("cvt.u32.u64", {{0x180008000, 0x80008000}});
    expect_results("cvt.u64.u64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.u64.u64", {{0x180008000, 0x180008000}});
    expect_results("cvt.s8.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}, {0x180008000, 0}});
    expect_results("cvt.s16.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s16.u64", {{0x180008000, 0xffffffffffff8000}});
    expect_results("cvt.s32.u64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.u64", {{0x180008000, 0xffffffff80008000}});
    expect_results("cvt.s64.u64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s64.u64", {{0x180008000, 0x180008000}});
    expect_results("cvt.u8.s8", {{0x7f, 0x7f}, {0x80, 0x80}, {0xff, 0xff}});
    expect_results("cvt.u16.s8", {{0x7f, 0x7f}, {0x80, 0xff80}, {0xff, 0xffff}});
    expect_results("cvt.u32.s8", {{0x7f, 0x7f}, {0x80, 0xffffff80}, {0xff, 0xffffffff}});
    expect_results("cvt.u64.s8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.s8.s8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.s16.s8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.s32.s8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.s64.s8", {{0x7f, 0x7f}, {0x80, 0xffffffffffffff80}, {0xff, 0xffffffffffffffff}});
    expect_results("cvt.u8.s16", {{0x7fff, 0xff}, {0x8000, 0}, {0xffff, 0xff}});
    expect_results("cvt.u16.s16", {{0x7fff, 0x7fff}, {0x8000, 0x8000}, {0xffff, 0xffff}});
    expect_results("cvt.u32.s16", {{0x7fff, 0x7fff}, {0x8000, 0xffff8000}, {0xffff, 0xffffffff}});
    expect_results("cvt.u64.s16", {{0x7fff, 0x7fff}, {0x8000, 0xffffffffffff8000}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s8.s16", {{0x7fff, 0xffffffffffffffff}, {0x8000, 0}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s16.s16", {{0x7fff, 0x7fff}, {0x8000, 0xffffffffffff8000}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.s16", {{0x7fff, 0x7fff}, {0x8000, 0xffffffffffff8000}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.s64.s16", {{0x7fff, 0x7fff}, {0x8000, 0xffffffffffff8000}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.u8.s32", {{0x80000000, 0}, {0xffffffff, 0xff}, {0x18000, 0}});
    expect_results("cvt.u16.s32", {{0x80000000, 0}, {0xffffffff, 0xffff}, {0x18000, 0x8000}});
    expect_results("cvt.u32.s32", {{0x80000000, 0x80000000}, {0xffffffff, 0xffffffff}, {0x18000, 0x18000}});
    expect_results("cvt.u64.s32", {{0x80000000, 0xffffffff80000000}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.u64.s32", {{0x18000, 0x18000}});
    expect_results("cvt.s8.s32", {{0x80000000, 0}, {0xffffffff, 0xffffffffffffffff}, {0x18000, 0}});
    expect_results("cvt.s16.s32", {{0x80000000, 0}, {0xffffffff, 0xffffffffffffffff}, {0x18000, 0xffffffffffff8000}});
    expect_results("cvt.s32.s32", {{0x80000000, 0xffffffff80000000}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.s32", {{0x18000, 0x18000}});
    expect_results("cvt.s64.s32", {{0x80000000, 0xffffffff80000000}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s64.s32", {{0x18000, 0x18000}});
    expect_results("cvt.u8.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xff}, {0x180008000, 0}});
    expect_results("cvt.u16.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffff}, {0x180008000, 0x8000}});
    expect_results("cvt.u32.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffff}});
    expect_results("cvt.u32.s64", {{0x180008000, 0x80008000}});
    expect_results("cvt.u64.s64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.u64.s64", {{0x180008000, 0x180008000}});
    expect_results("cvt.s8.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}, {0x180008000, 0}});
    expect_results("cvt.s16.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s16.s64", {{0x180008000, 0xffffffffffff8000}});
    expect_results("cvt.s32.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s32.s64", {{0x180008000, 0xffffffff80008000}});
    expect_results("cvt.s64.s64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("cvt.s64.s64", {{0x180008000, 0x180008000}});
}

TEST(integer_conversions, saturate) {
    expect_results("cvt.sat.s8.u8", {{0x7f, 0x7f}, {0x80, 0x7f}, {0xff, 0x7f}});
    expect_results("cvt.sat.u8.u16", {{0x7fff, 0xff}, {0x8000, 0xff}, {0xffff, 0xff}});
    expect_results("cvt.sat.s8.u16", {{0x7fff, 0x7f}, {0x8000, 0x7f}, {0xffff, 0x7f}});
    expect_results("cvt.sat.s16.u16", {{0x7fff, 0x7fff}, {0x8000, 0x7fff}, {0xffff, 0x7fff}});
    expect_results("cvt.sat.u8.u32", {{0x80000000, 0xff}, {0xffffffff, 0xff}, {0x18000, 0xff}});
    expect_results("cvt.sat.u16.u32", {{0x80000000, 0xffff}, {0xffffffff, 0xffff}, {0x18000, 0xffff}});
    expect_results("cvt.sat.s8.u32", {{0x80000000, 0x7f}, {0xffffffff, 0x7f}, {0x18000, 0x7f}});
    expect_results("cvt.sat.s16.u32", {{0x80000000, 0x7fff}, {0xffffffff, 0x7fff}, {0x18000, 0x7fff}});
    expect_results("cvt.sat.s32.u32", {{0x80000000, 0x7fffffff}, {0xffffffff, 0x7fffffff}, {0x18000, 0x18000}});
    expect_results("cvt.sat.u8.u64", {{0x8000000000000000, 0xff}, {0xffffffffffffffff, 0xff}, {0x180008000, 0xff}});
    expect_results("cvt.sat.u16.u64", {{0x8000000000000000, 0xffff}, {0xffffffffffffffff, 0xffff}});
    expect_results("cvt.sat.u16.u64", {{0x180008000, 0xffff}});
    expect_results("cvt.sat.u32.u64", {{0x8000000000000000, 0xffffffff}, {0xffffffffffffffff, 0xffffffff}});
    expect_results("cvt.sat.u32.u64", {{0x180008000, 0xffffffff}});
    expect_results("cvt.sat.s8.u64", {{0x8000000000000000, 0x7f}, {0xffffffffffffffff, 0x7f}, {0x180008000, 0x7f}});
    expect_results("cvt.sat.s16.u64", {{0x8000000000000000, 0x7fff}, {0xffffffffffffffff, 0x7fff}});
    expect_results("cvt.sat.s16.u64", {{0x180008000, 0x7fff}});
    expect_results("cvt.sat.s32.u64", {{0x8000000000000000, 0x7fffffff}, {0xffffffffffffffff, 0x7fffffff}});
    expect_results("cvt.sat.s32.u64", {{0x180008000, 0x7fffffff}});
    expect_results("cvt.sat.s64.u64", {{0x8000000000000000, 0x7fffffffffffffff}});
    expect_results("cvt.sat.s64.u64", {{0xffffffffffffffff, 0x7fffffffffffffff}, {0x180008000, 0x180008000}});
    expect_results("cvt.sat.u8.s8", {{0x7f, 0x7f}, {0x80, 0}, {0xff, 0}});
    expect_results("cvt.sat.u16.s8", {{0x7f, 0x7f}, {0x80, 0}, {0xff, 0}});
    expect_results("cvt.sat.u32.s8", {{0x7f, 0x7f}, {0x80, 0}, {0xff, 0}});
    expect_results("cvt.sat.u64.s8", {{0x7f, 0x7f}, {0x80, 0}, {0xff, 0}});
    expect_results("cvt.sat.u8.s16", {{0x7fff, 0xff}, {0x8000, 0}, {0xffff, 0}});
    expect_results("cvt.sat.u16.s16", {{0x7fff, 0x7fff}, {0x8000, 0}, {0xffff, 0}});
    expect_results("cvt.sat.u32.s16", {{0x7fff, 0x7fff}, {0x8000, 0}, {0xffff, 0}});
    expect_results("cvt.sat.u64.s16", {{0x7fff, 0x7fff}, {0x8000, 0}, {0xffff, 0}});
    expect_results("cvt.sat.s8.s16", {{0x7fff, 0x7f}, {0x8000, 0xffffffffffffff80}, {0xffff, 0xffffffffffffffff}});
    expect_results("cvt.sat.u8.s32", {{0x80000000, 0}, {0xffffffff, 0}, {0x18000, 0xff}});
    expect_results("cvt.sat.u16.s32", {{0x80000000, 0}, {0xffffffff, 0}, {0x18000, 0xffff}});
    expect_results("cvt.sat.u32.s32", {{0x80000000, 0}, {0xffffffff, 0}, {0x18000, 0x18000}});
    expect_results("cvt.sat.u64.s32", {{0x80000000, 0}, {0xffffffff, 0}, {0x18000, 0x18000}});
    expect_results("cvt.sat.s8.s32", {{0x80000000, 0xffffffffffffff80}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.sat.s8.s32", {{0x18000, 0x7f}});
    expect_results("cvt.sat.s16.s32", {{0x80000000, 0xffffffffffff8000}, {0xffffffff, 0xffffffffffffffff}});
    expect_results("cvt.sat.s16.s32", {{0x18000, 0x7fff}});
    expect_results("cvt.sat.u8.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0}, {0x180008000, 0xff}});
    expect_results("cvt.sat.u16.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0}, {0x180008000, 0xffff}});
    expect_results("cvt.sat.u32.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0}, {0x180008000, 0xffffffff}});
    expect_results("cvt.sat.u64.s64", {{0x8000000000000000, 0}, {0xffffffffffffffff, 0}, {0x180008000, 0x180008000}});
    expect_results("cvt.sat.s8.s64", {{0x8000000000000000, 0xffffffffffffff80}});
    expect_results("cvt.sat.s8.s64", {{0xffffffffffffffff, 0xffffffffffffffff}, {0x180008000, 0x7f}});
    expect_results("cvt.sat.s16.s64", {{0x8000000000000000, 0xffffffffffff8000}});
    expect_results("cvt.sat.s16.s64", {{0xffffffffffffffff, 0xffffffffffffffff}, {0x180008000, 0x7fff}});
    expect_results("cvt.sat.s32.s64", {{0x8000000000000000, 0xffffffff80000000}});
    expect_results("cvt.sat.s32.s64", {{0xffffffffffffffff, 0xffffffffffffffff}, {0x180008000, 0x7fffffff}});
}

TEST(integer_conversions, read_the_low_bits_of_a_wider_register) {
    expect_results("cvt.s64.s32", {{0x1234567880000000, 0xffffffff80000000}});
    expect_results("cvt.u64.u8", {{0xfff, 0xff}});
    expect_results("cvt.s32.s8", {{0x7f80, 0xffffffffffffff80}});
    expect_results("cvt.u32.u16", {{0xabcd1234, 0x1234}});
}

}  // namespace
}  // namespace softknee_emulator::test
