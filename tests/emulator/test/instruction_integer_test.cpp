// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

TEST(integer_instructions, sums_wrap_around) {
    expect_results("add.u16", {{0xffff, 1, 0}, {0x7fff, 1, 0x8000}, {0x8000, 0xffff, 0x7fff}});
    expect_results("add.s16", {{0xffff, 1, 0}, {0x7fff, 1, 0x8000}, {0x8000, 0xffff, 0x7fff}});
    expect_results("add.u32", {{0xffffffff, 1, 0}, {0x7fffffff, 1, 0x80000000}, {0x80000000, 0xffffffff, 0x7fffffff}});
    expect_results("add.s32", {{0xffffffff, 1, 0}, {0x7fffffff, 1, 0x80000000}, {0x80000000, 0xffffffff, 0x7fffffff}});
    expect_results("add.u64", {{0xffffffffffffffff, 1, 0}, {0x7fffffffffffffff, 1, 0x8000000000000000}});
    expect_results("add.u64", {{0x8000000000000000, 0xffffffffffffffff, 0x7fffffffffffffff}});
    expect_results("add.s64", {{0xffffffffffffffff, 1, 0}, {0x7fffffffffffffff, 1, 0x8000000000000000}});
    expect_results("add.s64", {{0x8000000000000000, 0xffffffffffffffff, 0x7fffffffffffffff}});
    expect_results("sub.u16", {{0, 1, 0xffff}, {0x8000, 1, 0x7fff}, {0x7fff, 0xffff, 0x8000}});
    expect_results("sub.s16", {{0, 1, 0xffff}, {0x8000, 1, 0x7fff}, {0x7fff, 0xffff, 0x8000}});
    expect_results("sub.u32", {{0, 1, 0xffffffff}, {0x80000000, 1, 0x7fffffff}, {0x7fffffff, 0xffffffff, 0x80000000}});
    expect_results("sub.s32", {{0, 1, 0xffffffff}, {0x80000000, 1, 0x7fffffff}, {0x7fffffff, 0xffffffff, 0x80000000}});
    expect_results("sub.u64", {{0, 1, 0xffffffffffffffff}, {0x8000000000000000, 1, 0x7fffffffffffffff}});
    expect_results("sub.u64", {{0x7fffffffffffffff, 0xffffffffffffffff, 0x8000000000000000}});
    expect_results("sub.s64", {{0, 1, 0xffffffffffffffff}, {0x8000000000000000, 1, 0x7fffffffffffffff}});
    expect_results("sub.s64", {{0x7fffffffffffffff, 0xffffffffffffffff, 0x8000000000000000}});
}

TEST(integer_instructions, saturating_sums_stay_at_the_ends) {
    expect_results("add.sat.s32", {{0x7fffffff, 1, 0x7fffffff}, {0x7fffffff, 0x7fffffff, 0x7fffffff}});
    expect_results("add.sat.s32", {{0x80000000, 0xffffffff, 0x80000000}, {0x80000000, 0x80000000, 0x80000000}});
    expect_results("add.sat.s32", {{0x7fffffff, 0x80000000, 0xffffffff}, {5, 0xfffffffb, 0}});
}

TEST(integer_instructions, quotients_are_cut_towards_zero) {
    expect_results("div.u16", {{0xffff, 7, 0x2492}, {0x8000, 0xffff, 0}, {0x8000, 3, 0x2aaa}, {7, 0xffff, 0}});
    expect_results("div.s16", {{0xffff, 7, 0}, {0x8000, 0xffff, 0x8000}, {0x8000, 3, 0xd556}, {7, 0xffff, 0xfff9}});
    expect_results("div.u32", {{0xffffffff, 7, 0x24924924}, {0x80000000, 0xffffffff, 0}, {0x80000000, 3, 0x2aaaaaaa}});
    expect_results("div.u32", {{7, 0xffffffff, 0}});
    expect_results("div.s32", {{0xffffffff, 7, 0}, {0x80000000, 0xffffffff, 0x80000000}, {0x80000000, 3, 0xd5555556}});
    expect_results("div.s32", {{7, 0xffffffff, 0xfffffff9}});
    expect_results("div.u64", {{0xffffffffffffffff, 7, 0x2492492492492492}});
    expect_results("div.u64", {{0x8000000000000000, 0xffffffffffffffff, 0}});
    expect_results("div.u64", {{0x8000000000000000, 3, 0x2aaaaaaaaaaaaaaa}, {7, 0xffffffffffffffff, 0}});
    expect_results("div.s64", {{0xffffffffffffffff, 7, 0}});
    expect_results("div.s64", {{0x8000000000000000, 0xffffffffffffffff, 0x8000000000000000}});
    expect_results("div.s64", {{0x8000000000000000, 3, 0xd555555555555556}});
    expect_results("div.s64", {{7, 0xffffffffffffffff, 0xfffffffffffffff9}});
}

TEST(integer_instructions, remainders_have_the_sign_of_the_dividend) {
    expect_results("rem.u16", {{0xffff, 7, 1}, {0x8000, 0xffff, 0x8000}, {0x8000, 3, 2}, {7, 0x8000, 7}});
    expect_results("rem.s16", {{0xffff, 7, 0xffff}, {0x8000, 0xffff, 0}, {0x8000, 3, 0xfffe}, {7, 0x8000, 7}});
    expect_results("rem.u32", {{0xffffffff, 7, 3}, {0x80000000, 0xffffffff, 0x80000000}, {0x80000000, 3, 2}});
    expect_results("rem.u32", {{7, 0x80000000, 7}});
    expect_results("rem.s32", {{0xffffffff, 7, 0xffffffff}, {0x80000000, 0xffffffff, 0}, {0x80000000, 3, 0xfffffffe}});
    expect_results("rem.s32", {{7, 0x80000000, 7}});
    expect_results("rem.u64", {{0xffffffffffffffff, 7, 1}});
    expect_results("rem.u64", {{0x8000000000000000, 0xffffffffffffffff, 0x8000000000000000}});
    expect_results("rem.u64", {{0x8000000000000000, 3, 2}, {7, 0x8000000000000000, 7}});
    expect_results("rem.s64", {{0xffffffffffffffff, 7, 0xffffffffffffffff}});
    expect_results("rem.s64", {{0x8000000000000000, 0xffffffffffffffff, 0}});
    expect_results("rem.s64", {{0x8000000000000000, 3, 0xfffffffffffffffe}, {7, 0x8000000000000000, 7}});
}

// PTX leaves the result open. The hardware gives all ones and the dividend, and does not stop.
TEST(integer_instructions, a_division_by_zero_is_no_fault) {
    expect_results("div.u16", {{7, 0, 0xffff}});
    expect_results("div.s16", {{7, 0, 0xffff}});
    expect_results("div.u32", {{7, 0, 0xffffffff}});
    expect_results("div.s32", {{7, 0, 0xffffffff}});
    expect_results("div.u64", {{7, 0, 0xffffffffffffffff}});
    expect_results("div.s64", {{7, 0, 0xffffffffffffffff}});
    expect_results("rem.u16", {{7, 0, 7}});
    expect_results("rem.s16", {{7, 0, 7}});
    expect_results("rem.u32", {{7, 0, 7}});
    expect_results("rem.s32", {{7, 0, 7}});
    expect_results("rem.u64", {{7, 0, 7}});
    expect_results("rem.s64", {{7, 0, 7}});
}

TEST(integer_instructions, the_smaller_and_the_larger_depend_on_the_sign) {
    expect_results("min.u16", {{0xffff, 1, 1}, {0x8000, 0x7fff, 0x7fff}});
    expect_results("min.s16", {{0xffff, 1, 0xffff}, {0x8000, 0x7fff, 0x8000}});
    expect_results("min.u32", {{0xffffffff, 1, 1}, {0x80000000, 0x7fffffff, 0x7fffffff}});
    expect_results("min.s32", {{0xffffffff, 1, 0xffffffff}, {0x80000000, 0x7fffffff, 0x80000000}});
    expect_results("min.u64", {{0xffffffffffffffff, 1, 1}});
    expect_results("min.u64", {{0x8000000000000000, 0x7fffffffffffffff, 0x7fffffffffffffff}});
    expect_results("min.s64", {{0xffffffffffffffff, 1, 0xffffffffffffffff}});
    expect_results("min.s64", {{0x8000000000000000, 0x7fffffffffffffff, 0x8000000000000000}});
    expect_results("max.u16", {{0xffff, 1, 0xffff}, {0x8000, 0x7fff, 0x8000}});
    expect_results("max.s16", {{0xffff, 1, 1}, {0x8000, 0x7fff, 0x7fff}});
    expect_results("max.u32", {{0xffffffff, 1, 0xffffffff}, {0x80000000, 0x7fffffff, 0x80000000}});
    expect_results("max.s32", {{0xffffffff, 1, 1}, {0x80000000, 0x7fffffff, 0x7fffffff}});
    expect_results("max.u64", {{0xffffffffffffffff, 1, 0xffffffffffffffff}});
    expect_results("max.u64", {{0x8000000000000000, 0x7fffffffffffffff, 0x8000000000000000}});
    expect_results("max.s64", {{0xffffffffffffffff, 1, 1}});
    expect_results("max.s64", {{0x8000000000000000, 0x7fffffffffffffff, 0x7fffffffffffffff}});
}

// The smallest integer has no opposite; it stays what it is.
TEST(integer_instructions, signs_change) {
    expect_results("abs.s16", {{0x8000, 0x8000}, {0xffff, 1}, {0x7fff, 0x7fff}, {0, 0}});
    expect_results("abs.s32", {{0x80000000, 0x80000000}, {0xffffffff, 1}, {0x7fffffff, 0x7fffffff}, {0, 0}});
    expect_results("abs.s64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 1}});
    expect_results("abs.s64", {{0x7fffffffffffffff, 0x7fffffffffffffff}, {0, 0}});
    expect_results("neg.s16", {{0x8000, 0x8000}, {0xffff, 1}, {0x7fff, 0x8001}, {0, 0}});
    expect_results("neg.s32", {{0x80000000, 0x80000000}, {0xffffffff, 1}, {0x7fffffff, 0x80000001}, {0, 0}});
    expect_results("neg.s64", {{0x8000000000000000, 0x8000000000000000}, {0xffffffffffffffff, 1}});
    expect_results("neg.s64", {{0x7fffffffffffffff, 0x8000000000000001}, {0, 0}});
}

TEST(integer_instructions, products_have_a_low_and_a_high_half) {
    expect_results("mul.lo.u16", {{0xffff, 0xffff, 1}, {0x8000, 3, 0x8000}, {0x7fff, 0x7fff, 1}});
    expect_results("mul.lo.s16", {{0xffff, 0xffff, 1}, {0x8000, 3, 0x8000}, {0x7fff, 0x7fff, 1}});
    expect_results("mul.lo.u32", {{0xffffffff, 0xffffffff, 1}, {0x80000000, 3, 0x80000000}});
    expect_results("mul.lo.u32", {{0x7fffffff, 0x7fffffff, 1}});
    expect_results("mul.lo.s32", {{0xffffffff, 0xffffffff, 1}, {0x80000000, 3, 0x80000000}});
    expect_results("mul.lo.s32", {{0x7fffffff, 0x7fffffff, 1}});
    expect_results("mul.lo.u64", {{0xffffffffffffffff, 0xffffffffffffffff, 1}});
    expect_results("mul.lo.u64", {{0x8000000000000000, 3, 0x8000000000000000}});
    expect_results("mul.lo.u64", {{0x7fffffffffffffff, 0x7fffffffffffffff, 1}});
    expect_results("mul.lo.s64", {{0xffffffffffffffff, 0xffffffffffffffff, 1}});
    expect_results("mul.lo.s64", {{0x8000000000000000, 3, 0x8000000000000000}});
    expect_results("mul.lo.s64", {{0x7fffffffffffffff, 0x7fffffffffffffff, 1}});
    expect_results("mul.hi.u16", {{0xffff, 0xffff, 0xfffe}, {0x8000, 0x8000, 0x4000}, {0xffff, 0x7fff, 0x7ffe}});
    expect_results("mul.hi.s16", {{0xffff, 0xffff, 0}, {0x8000, 0x8000, 0x4000}, {0xffff, 0x7fff, 0xffff}});
    expect_results("mul.hi.u32", {{0xffffffff, 0xffffffff, 0xfffffffe}, {0x80000000, 0x80000000, 0x40000000}});
    expect_results("mul.hi.u32", {{0xffffffff, 0x7fffffff, 0x7ffffffe}});
    expect_results("mul.hi.s32", {{0xffffffff, 0xffffffff, 0}, {0x80000000, 0x80000000, 0x40000000}});
    expect_results("mul.hi.s32", {{0xffffffff, 0x7fffffff, 0xffffffff}});
    expect_results("mul.hi.u64", {{0xffffffffffffffff, 0xffffffffffffffff, 0xfffffffffffffffe}});
    expect_results("mul.hi.u64", {{0x8000000000000000, 0x8000000000000000, 0x4000000000000000}});
    expect_results("mul.hi.u64", {{0xffffffffffffffff, 0x7fffffffffffffff, 0x7ffffffffffffffe}});
    expect_results("mul.hi.s64", {{0xffffffffffffffff, 0xffffffffffffffff, 0}});
    expect_results("mul.hi.s64", {{0x8000000000000000, 0x8000000000000000, 0x4000000000000000}});
    expect_results("mul.hi.s64", {{0xffffffffffffffff, 0x7fffffffffffffff, 0xffffffffffffffff}});
}

TEST(integer_instructions, halves_of_products_are_added_to) {
    expect_results("mad.lo.u16", {{0xffff, 0xffff, 0xffff, 0}, {0x7fff, 2, 5, 3}});
    expect_results("mad.lo.s16", {{0xffff, 0xffff, 0xffff, 0}, {0x7fff, 2, 5, 3}});
    expect_results("mad.lo.u32", {{0xffffffff, 0xffffffff, 0xffffffff, 0}, {0x7fffffff, 2, 5, 3}});
    expect_results("mad.lo.s32", {{0xffffffff, 0xffffffff, 0xffffffff, 0}, {0x7fffffff, 2, 5, 3}});
    expect_results("mad.lo.u64", {{0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0}});
    expect_results("mad.lo.u64", {{0x7fffffffffffffff, 2, 5, 3}});
    expect_results("mad.lo.s64", {{0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0}});
    expect_results("mad.lo.s64", {{0x7fffffffffffffff, 2, 5, 3}});
    expect_results("mad.hi.u16", {{0x8000, 0x8000, 0xffff, 0x3fff}, {0xffff, 0xffff, 1, 0xffff}});
    expect_results("mad.hi.s16", {{0x8000, 0x8000, 0xffff, 0x3fff}, {0xffff, 0xffff, 1, 1}});
    expect_results("mad.hi.u32", {{0x80000000, 0x80000000, 0xffffffff, 0x3fffffff}});
    expect_results("mad.hi.u32", {{0xffffffff, 0xffffffff, 1, 0xffffffff}});
    expect_results("mad.hi.s32", {{0x80000000, 0x80000000, 0xffffffff, 0x3fffffff}, {0xffffffff, 0xffffffff, 1, 1}});
    expect_results("mad.hi.u64", {{0x8000000000000000, 0x8000000000000000, 0xffffffffffffffff, 0x3fffffffffffffff}});
    expect_results("mad.hi.u64", {{0xffffffffffffffff, 0xffffffffffffffff, 1, 0xffffffffffffffff}});
    expect_results("mad.hi.s64", {{0x8000000000000000, 0x8000000000000000, 0xffffffffffffffff, 0x3fffffffffffffff}});
    expect_results("mad.hi.s64", {{0xffffffffffffffff, 0xffffffffffffffff, 1, 1}});
}

TEST(integer_instructions, wide_products_keep_every_bit) {
    expect_results("mul.wide.u16", {{0xffff, 0xffff, 0xfffe0001}, {0x8000, 0x8000, 0x40000000}});
    expect_results("mul.wide.u16", {{0x8000, 0x7fff, 0x3fff8000}, {0xffff, 0x7fff, 0x7ffe8001}});
    expect_results("mad.wide.u16", {{0xffff, 0xffff, 0xffffffff, 0xfffe0000}});
    expect_results("mad.wide.u16", {{0x8000, 0x7fff, 0x80000000, 0xbfff8000}, {0x8000, 0x8000, 7, 0x40000007}});
    expect_results("mul.wide.s16", {{0xffff, 0xffff, 1}, {0x8000, 0x8000, 0x40000000}, {0x8000, 0x7fff, 0xc0008000}});
    expect_results("mul.wide.s16", {{0xffff, 0x7fff, 0xffff8001}});
    expect_results("mad.wide.s16", {{0xffff, 0xffff, 0xffffffff, 0}, {0x8000, 0x7fff, 0x80000000, 0x40008000}});
    expect_results("mad.wide.s16", {{0x8000, 0x8000, 7, 0x40000007}});
    expect_results("mul.wide.u32", {{0xffffffff, 0xffffffff, 0xfffffffe00000001}});
    expect_results("mul.wide.u32", {{0x80000000, 0x80000000, 0x4000000000000000}});
    expect_results("mul.wide.u32", {{0x80000000, 0x7fffffff, 0x3fffffff80000000}});
    expect_results("mul.wide.u32", {{0xffffffff, 0x7fffffff, 0x7ffffffe80000001}});
    expect_results("mad.wide.u32", {{0xffffffff, 0xffffffff, 0xffffffffffffffff, 0xfffffffe00000000}});
    expect_results("mad.wide.u32", {{0x80000000, 0x7fffffff, 0x8000000000000000, 0xbfffffff80000000}});
    expect_results("mad.wide.u32", {{0x80000000, 0x80000000, 7, 0x4000000000000007}});
    expect_results("mul.wide.s32", {{0xffffffff, 0xffffffff, 1}, {0x80000000, 0x80000000, 0x4000000000000000}});
    expect_results("mul.wide.s32", {{0x80000000, 0x7fffffff, 0xc000000080000000}});
    expect_results("mul.wide.s32", {{0xffffffff, 0x7fffffff, 0xffffffff80000001}});
    expect_results("mad.wide.s32", {{0xffffffff, 0xffffffff, 0xffffffffffffffff, 0}});
    expect_results("mad.wide.s32", {{0x80000000, 0x7fffffff, 0x8000000000000000, 0x4000000080000000}});
    expect_results("mad.wide.s32", {{0x80000000, 0x80000000, 7, 0x4000000000000007}});
}

TEST(integer_instructions, absolute_differences_are_summed) {
    expect_results("sad.u16", {{3, 0xffff, 0, 0xfffc}, {0xffff, 3, 5, 1}, {0x8000, 0x7fff, 1, 2}});
    expect_results("sad.u16", {{0, 0, 0xffff, 0xffff}});
    expect_results("sad.s16", {{3, 0xffff, 0, 4}, {0xffff, 3, 5, 9}, {0x8000, 0x7fff, 1, 0}, {0, 0, 0xffff, 0xffff}});
    expect_results("sad.u32", {{3, 0xffffffff, 0, 0xfffffffc}, {0xffffffff, 3, 5, 1}, {0x80000000, 0x7fffffff, 1, 2}});
    expect_results("sad.u32", {{0, 0, 0xffffffff, 0xffffffff}});
    expect_results("sad.s32", {{3, 0xffffffff, 0, 4}, {0xffffffff, 3, 5, 9}, {0x80000000, 0x7fffffff, 1, 0}});
    expect_results("sad.s32", {{0, 0, 0xffffffff, 0xffffffff}});
    expect_results("sad.u64", {{3, 0xffffffffffffffff, 0, 0xfffffffffffffffc}, {0xffffffffffffffff, 3, 5, 1}});
    expect_results("sad.u64", {{0x8000000000000000, 0x7fffffffffffffff, 1, 2}});
    expect_results("sad.u64", {{0, 0, 0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("sad.s64", {{3, 0xffffffffffffffff, 0, 4}, {0xffffffffffffffff, 3, 5, 9}});
    expect_results("sad.s64", {{0x8000000000000000, 0x7fffffffffffffff, 1, 0}});
    expect_results("sad.s64", {{0, 0, 0xffffffffffffffff, 0xffffffffffffffff}});
}

// A register may be wider than the type.
TEST(integer_instructions, bits_above_the_type_are_not_read) {
    expect_results("add.u16", {{0xabcd0001, 0x12340002, 3}});
    expect_results("add.s32", {{0xabcdef0100000001, 0xffffffff00000001, 2}});
    expect_results("mul.wide.s16", {{0x7fff0002, 0x8000ffff, 0xfffffffe}});
    expect_results("max.s16", {{0x1ffff, 0x20001, 1}});
    expect_results("div.u32", {{0x500000007, 0x900000002, 3}});
    expect_results("min.u32", {{0x100000007, 8, 7}});
    expect_results("abs.s16", {{0x1ffff, 1}});
}

}  // namespace
}  // namespace softknee_emulator::test
