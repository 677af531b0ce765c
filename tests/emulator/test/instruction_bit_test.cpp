// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

TEST(bit_instructions, logic_of_words) {
    expect_results("and.b16", {{0x5678, 0x432f, 0x4228}});
    expect_results("or.b16", {{0x5678, 0x432f, 0x577f}});
    expect_results("xor.b16", {{0x5678, 0x432f, 0x1557}});
    expect_results("not.b16", {{0x5678, 0xa987}, {0xffff, 0}});
    expect_results("cnot.b16", {{0, 1}, {0x5678, 0}, {0x8000, 0}});
    expect_results("and.b32", {{0x12345678, 0x8765432f, 0x2244228}});
    expect_results("or.b32", {{0x12345678, 0x8765432f, 0x9775577f}});
    expect_results("xor.b32", {{0x12345678, 0x8765432f, 0x95511557}});
    expect_results("not.b32", {{0x12345678, 0xedcba987}, {0xffffffff, 0}});
    expect_results("cnot.b32", {{0, 1}, {0x12345678, 0}, {0x80000000, 0}});
    expect_results("and.b64", {{0xf0f0aaaa12345678, 0xff00cccc8765432f, 0xf000888802244228}});
    expect_results("or.b64", {{0xf0f0aaaa12345678, 0xff00cccc8765432f, 0xfff0eeee9775577f}});
    expect_results("xor.b64", {{0xf0f0aaaa12345678, 0xff00cccc8765432f, 0xff0666695511557}});
    expect_results("not.b64", {{0xf0f0aaaa12345678, 0xf0f5555edcba987}, {0xffffffffffffffff, 0}});
    expect_results("cnot.b64", {{0, 1}, {0xf0f0aaaa12345678, 0}, {0x8000000000000000, 0}});
}

TEST(bit_instructions, logic_of_predicates) {
    expect_results("and.pred", {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}});
    expect_results("or.pred", {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}});
    expect_results("xor.pred", {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}});
    expect_results("not.pred", {{0, 1}, {1, 0}});
}

TEST(bit_instructions, shifts_beyond_the_width_shift_everything_out) {
    expect_results("shl.b16", {{0x9235, 0, 0x9235}, {0x9235, 1, 0x246a}, {0x9235, 0xf, 0x8000}, {0x9235, 0x10, 0}});
    expect_results("shl.b16", {{0x9235, 0x11, 0}, {0x9235, 0x20, 0}, {0x9235, 0xffffffff, 0}});
    expect_results("shr.b16", {{0x9235, 0, 0x9235}, {0x9235, 4, 0x923}, {0x9235, 0xf, 1}, {0x9235, 0x10, 0}});
    expect_results("shr.b16", {{0x9235, 0xffffffff, 0}});
    expect_results("shr.u16", {{0x9235, 0, 0x9235}, {0x9235, 4, 0x923}, {0x9235, 0xf, 1}, {0x9235, 0x10, 0}});
    expect_results("shr.u16", {{0x9235, 0xffffffff, 0}});
    expect_results("shr.s16", {{0x9235, 0, 0x9235}, {0x9235, 4, 0xf923}, {0x9235, 0xf, 0xffff}});
    expect_results("shr.s16", {{0x9235, 0x10, 0xffff}, {0x9235, 0xffffffff, 0xffff}, {0x1235, 0x10, 0}});
    expect_results("shl.b32", {{0x80001235, 0, 0x80001235}, {0x80001235, 1, 0x246a}, {0x80001235, 0x1f, 0x80000000}});
    expect_results("shl.b32", {{0x80001235, 0x20, 0}, {0x80001235, 0x21, 0}, {0x80001235, 0x40, 0}});
    expect_results("shl.b32", {{0x80001235, 0xffffffff, 0}});
    expect_results("shr.b32", {{0x80001235, 0, 0x80001235}, {0x80001235, 4, 0x8000123}, {0x80001235, 0x1f, 1}});
    expect_results("shr.b32", {{0x80001235, 0x20, 0}, {0x80001235, 0xffffffff, 0}});
    expect_results("shr.u32", {{0x80001235, 0, 0x80001235}, {0x80001235, 4, 0x8000123}, {0x80001235, 0x1f, 1}});
    expect_results("shr.u32", {{0x80001235, 0x20, 0}, {0x80001235, 0xffffffff, 0}});
    expect_results("shr.s32", {{0x80001235, 0, 0x80001235}, {0x80001235, 4, 0xf8000123}});
    expect_results("shr.s32", {{0x80001235, 0x1f, 0xffffffff}, {0x80001235, 0x20, 0xffffffff}});
    expect_results("shr.s32", {{0x80001235, 0xffffffff, 0xffffffff}, {0x1235, 0x20, 0}});
    expect_results("shl.b64", {{0x8000000000001235, 0, 0x8000000000001235}, {0x8000000000001235, 1, 0x246a}});
    expect_results("shl.b64", {{0x8000000000001235, 0x3f, 0x8000000000000000}, {0x8000000000001235, 0x40, 0}});
    expect_results("shl.b64", {{0x8000000000001235, 0x41, 0}, {0x8000000000001235, 0x40, 0}});
    expect_results("shl.b64", {{0x8000000000001235, 0xffffffff, 0}});
    expect_results("shr.b64", {{0x8000000000001235, 0, 0x8000000000001235}});
    expect_results("shr.b64", {{0x8000000000001235, 4, 0x800000000000123}, {0x8000000000001235, 0x3f, 1}});
    expect_results("shr.b64", {{0x8000000000001235, 0x40, 0}, {0x8000000000001235, 0xffffffff, 0}});
    expect_results("shr.u64", {{0x8000000000001235, 0, 0x8000000000001235}});
    expect_results("shr.u64", {{0x8000000000001235, 4, 0x800000000000123}, {0x8000000000001235, 0x3f, 1}});
    expect_results("shr.u64", {{0x8000000000001235, 0x40, 0}, {0x8000000000001235, 0xffffffff, 0}});
    expect_results("shr.s64", {{0x8000000000001235, 0, 0x8000000000001235}});
    expect_results("shr.s64", {{0x8000000000001235, 4, 0xf800000000000123}});
    expect_results("shr.s64", {{0x8000000000001235, 0x3f, 0xffffffffffffffff}});
    expect_results("shr.s64", {{0x8000000000001235, 0x40, 0xffffffffffffffff}});
    expect_results("shr.s64", {{0x8000000000001235, 0xffffffff, 0xffffffffffffffff}, {0x1235, 0x40, 0}});
}

// The first operand is the lower word.
TEST(bit_instructions, funnel_shifts_wrap_or_clamp_their_distance) {
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0, 0x1234567}, {0x89abcdef, 0x1234567, 1, 0x2468acf}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 8, 0x23456789}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0x1f, 0xc4d5e6f7}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0x20, 0x1234567}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0x21, 0x2468acf}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0x28, 0x23456789}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0x40, 0x1234567}});
    expect_results("shf.l.wrap.b32", {{0x89abcdef, 0x1234567, 0xffffffff, 0xc4d5e6f7}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0, 0x1234567}, {0x89abcdef, 0x1234567, 1, 0x2468acf}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 8, 0x23456789}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0x1f, 0xc4d5e6f7}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0x20, 0x89abcdef}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0x21, 0x89abcdef}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0x28, 0x89abcdef}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0x40, 0x89abcdef}});
    expect_results("shf.l.clamp.b32", {{0x89abcdef, 0x1234567, 0xffffffff, 0x89abcdef}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0, 0x89abcdef}, {0x89abcdef, 0x1234567, 1, 0xc4d5e6f7}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 8, 0x6789abcd}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0x1f, 0x2468acf}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0x20, 0x89abcdef}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0x21, 0xc4d5e6f7}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0x28, 0x6789abcd}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0x40, 0x89abcdef}});
    expect_results("shf.r.wrap.b32", {{0x89abcdef, 0x1234567, 0xffffffff, 0x2468acf}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0, 0x89abcdef}, {0x89abcdef, 0x1234567, 1, 0xc4d5e6f7}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 8, 0x6789abcd}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0x1f, 0x2468acf}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0x20, 0x1234567}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0x21, 0x1234567}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0x28, 0x1234567}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0x40, 0x1234567}});
    expect_results("shf.r.clamp.b32", {{0x89abcdef, 0x1234567, 0xffffffff, 0x1234567}});
}

TEST(bit_instructions, bytes_are_permuted_and_their_signs_spread) {
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x3210, 0x83420180}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x7654, 0x7f9000ff}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x123, 0x80014283}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x5410, 0xff0180}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x7632, 0x7f908342}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x6420, 0x90ff4280}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0xba98, 0xff0000ff}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0xfedc, 0xff00ff}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x8888, 0xffffffff}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0xcdef, 0xff00ff00}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0x1080, 0x180ff80}});
    expect_results("prmt.b32", {{0x83420180, 0x7f9000ff, 0xffff7654, 0x7f9000ff}});
}

// 0xf0, 0xcc and 0xaa are the tables of the operands themselves, so that the result repeats the table.
TEST(bit_instructions, any_logic_of_three_is_a_table) {
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0, 0}, {0xff01234, 0xff8765, 0x55aa0f0f, 0, 0}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xff, 0xffffffff}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xff, 0xffffffff}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xf0, 0xf0f0f0f0}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xf0, 0xff01234}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xcc, 0xcccccccc}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xcc, 0xff8765}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xaa, 0xaaaaaaaa}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xaa, 0x55aa0f0f}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0x80, 0x80808080}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0x80, 0xa00204}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xfe, 0xfefefefe}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xfe, 0x5fff9f7f}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0x96, 0x96969696}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0x96, 0x5aa59a5e}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xe8, 0xe8e8e8e8}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xe8, 0x5fa0725}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0x1a, 0x1a1a1a1a}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0x1a, 0x5a0a1d1b}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0xca, 0xcacacaca}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0xca, 0x50fa0f2f}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 0x40, 0x40404040}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 0x40, 0x500020}});
    expect_results("lop3.b32", {{0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, 1, 0x1010101}});
    expect_results("lop3.b32", {{0xff01234, 0xff8765, 0x55aa0f0f, 1, 0xa0006080}});
}

// Positions and lengths are bytes; a field that leaves the word is filled by its sign.
TEST(bit_instructions, fields_are_extracted) {
    expect_results("bfe.u32", {{0x92345678, 0, 0, 0}, {0x92345678, 0, 4, 8}, {0x92345678, 4, 8, 0x67}});
    expect_results("bfe.u32", {{0x92345678, 0x1c, 4, 9}, {0x92345678, 0x1c, 0x10, 9}, {0x92345678, 0x1f, 1, 1}});
    expect_results("bfe.u32", {{0x92345678, 0x20, 4, 0}, {0x92345678, 0, 0x20, 0x92345678}});
    expect_results("bfe.u32", {{0x92345678, 0, 0xff, 0x92345678}, {0x92345678, 0xff, 0xff, 0}, {0x92345678, 8, 0, 0}});
    expect_results("bfe.u32", {{0x92345678, 0x100, 4, 8}, {0x92345678, 3, 1, 1}});
    expect_results("bfe.s32", {{0x92345678, 0, 0, 0}, {0x92345678, 0, 4, 0xfffffff8}, {0x92345678, 4, 8, 0x67}});
    expect_results("bfe.s32", {{0x92345678, 0x1c, 4, 0xfffffff9}, {0x92345678, 0x1c, 0x10, 0xfffffff9}});
    expect_results("bfe.s32", {{0x92345678, 0x1f, 1, 0xffffffff}, {0x92345678, 0x20, 4, 0xffffffff}});
    expect_results("bfe.s32", {{0x92345678, 0, 0x20, 0x92345678}, {0x92345678, 0, 0xff, 0x92345678}});
    expect_results("bfe.s32", {{0x92345678, 0xff, 0xff, 0xffffffff}, {0x92345678, 8, 0, 0}});
    expect_results("bfe.s32", {{0x92345678, 0x100, 4, 0xfffffff8}, {0x92345678, 3, 1, 0xffffffff}});
    expect_results("bfe.u64", {{0x9234567887654321, 0, 0, 0}, {0x9234567887654321, 0, 4, 1}});
    expect_results("bfe.u64", {{0x9234567887654321, 4, 8, 0x32}, {0x9234567887654321, 0x3c, 4, 9}});
    expect_results("bfe.u64", {{0x9234567887654321, 0x3c, 0x10, 9}, {0x9234567887654321, 0x3f, 1, 1}});
    expect_results("bfe.u64", {{0x9234567887654321, 0x40, 4, 0}, {0x9234567887654321, 0, 0x40, 0x9234567887654321}});
    expect_results("bfe.u64", {{0x9234567887654321, 0, 0xff, 0x9234567887654321}, {0x9234567887654321, 0xff, 0xff, 0}});
    expect_results("bfe.u64", {{0x9234567887654321, 8, 0, 0}, {0x9234567887654321, 0x100, 4, 1}});
    expect_results("bfe.u64", {{0x9234567887654321, 3, 1, 0}});
    expect_results("bfe.s64", {{0x9234567887654321, 0, 0, 0}, {0x9234567887654321, 0, 4, 1}});
    expect_results("bfe.s64", {{0x9234567887654321, 4, 8, 0x32}, {0x9234567887654321, 0x3c, 4, 0xfffffffffffffff9}});
    expect_results("bfe.s64", {{0x9234567887654321, 0x3c, 0x10, 0xfffffffffffffff9}});
    expect_results("bfe.s64", {{0x9234567887654321, 0x3f, 1, 0xffffffffffffffff}});
    expect_results("bfe.s64", {{0x9234567887654321, 0x40, 4, 0xffffffffffffffff}});
    expect_results("bfe.s64", {{0x9234567887654321, 0, 0x40, 0x9234567887654321}});
    expect_results("bfe.s64", {{0x9234567887654321, 0, 0xff, 0x9234567887654321}});
    expect_results("bfe.s64", {{0x9234567887654321, 0xff, 0xff, 0xffffffffffffffff}, {0x9234567887654321, 8, 0, 0}});
    expect_results("bfe.s64", {{0x9234567887654321, 0x100, 4, 1}, {0x9234567887654321, 3, 1, 0}});
}

TEST(bit_instructions, fields_are_inserted) {
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0, 0, 0x3c3c5a5a}, {0x87654321, 0x3c3c5a5a, 0, 4, 0x3c3c5a51}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 4, 8, 0x3c3c521a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0x1c, 4, 0x1c3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0x1c, 0x10, 0x1c3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0x1f, 1, 0xbc3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0x20, 4, 0x3c3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0, 0x20, 0x87654321}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0, 0xff, 0x87654321}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0xff, 0xff, 0x3c3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 8, 0, 0x3c3c5a5a}});
    expect_results("bfi.b32", {{0x87654321, 0x3c3c5a5a, 0x100, 4, 0x3c3c5a51}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0, 0, 0xff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0, 4, 0xff0f00f3c3c5a51}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 4, 8, 0xff0f00f3c3c521a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0x3c, 4, 0x1ff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0x3c, 0x10, 0x1ff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0x3f, 1, 0x8ff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0x40, 4, 0xff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0, 0x40, 0x9234567887654321}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0, 0xff, 0x9234567887654321}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0xff, 0xff, 0xff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 8, 0, 0xff0f00f3c3c5a5a}});
    expect_results("bfi.b64", {{0x9234567887654321, 0xff0f00f3c3c5a5a, 0x100, 4, 0xff0f00f3c3c5a51}});
}

TEST(bit_instructions, bits_are_counted_and_reversed) {
    expect_results("popc.b32", {{0, 0}, {1, 1}, {0xffffffff, 0x20}, {0x80000000, 1}, {0xf00001, 5}, {0x40000002, 2}});
    expect_results("clz.b32", {{0, 0x20}, {1, 0x1f}, {0xffffffff, 0}, {0x80000000, 0}, {0xf00001, 8}, {0x40000002, 1}});
    expect_results("brev.b32", {{0, 0}, {1, 0x80000000}, {0xffffffff, 0xffffffff}, {0x80000000, 1}});
    expect_results("brev.b32", {{0xf00001, 0x80000f00}, {0x40000002, 0x40000002}});
    expect_results("popc.b64", {{0, 0}, {1, 1}, {0xffffffffffffffff, 0x40}, {0x8000000000000000, 1}, {0xf00001, 5}});
    expect_results("popc.b64", {{0x4000000000000002, 2}});
    expect_results("clz.b64", {{0, 0x40}, {1, 0x3f}, {0xffffffffffffffff, 0}, {0x8000000000000000, 0}});
    expect_results("clz.b64", {{0xf00001, 0x28}, {0x4000000000000002, 1}});
    expect_results("brev.b64", {{0, 0}, {1, 0x8000000000000000}, {0xffffffffffffffff, 0xffffffffffffffff}});
    expect_results("brev.b64", {{0x8000000000000000, 1}, {0xf00001, 0x80000f0000000000}});
    expect_results("brev.b64", {{0x4000000000000002, 0x4000000000000002}});
}

TEST(bit_instructions, the_leading_bit_is_found) {
    expect_results("bfind.u32", {{0, 0xffffffff}, {1, 0}, {0xffffffff, 0x1f}, {0x80000000, 0x1f}, {0xfffffffe, 0x1f}});
    expect_results("bfind.u32", {{0xc0000000, 0x1f}, {0xf00001, 0x17}, {0x7fffffff, 0x1e}});
    expect_results("bfind.shiftamt.u32", {{0, 0xffffffff}, {1, 0x1f}, {0xffffffff, 0}, {0x80000000, 0}});
    expect_results("bfind.shiftamt.u32", {{0xfffffffe, 0}, {0xc0000000, 0}, {0xf00001, 8}, {0x7fffffff, 1}});
    expect_results("bfind.s32", {{0, 0xffffffff}, {1, 0}, {0xffffffff, 0xffffffff}, {0x80000000, 0x1e}});
    expect_results("bfind.s32", {{0xfffffffe, 0}, {0xc0000000, 0x1d}, {0xf00001, 0x17}, {0x7fffffff, 0x1e}});
    expect_results("bfind.shiftamt.s32", {{0, 0xffffffff}, {1, 0x1f}, {0xffffffff, 0xffffffff}, {0x80000000, 1}});
    expect_results("bfind.shiftamt.s32", {{0xfffffffe, 0x1f}, {0xc0000000, 2}, {0xf00001, 8}, {0x7fffffff, 1}});
    expect_results("bfind.u64", {{0, 0xffffffff}, {1, 0}, {0xffffffffffffffff, 0x3f}, {0x8000000000000000, 0x3f}});
    expect_results("bfind.u64", {{0xfffffffffffffffe, 0x3f}, {0xc000000000000000, 0x3f}, {0xf00001, 0x17}});
    expect_results("bfind.u64", {{0x7fffffffffffffff, 0x3e}});
    expect_results("bfind.shiftamt.u64", {{0, 0xffffffff}, {1, 0x3f}, {0xffffffffffffffff, 0}});
    expect_results("bfind.shiftamt.u64", {{0x8000000000000000, 0}, {0xfffffffffffffffe, 0}, {0xc000000000000000, 0}});
    expect_results("bfind.shiftamt.u64", {{0xf00001, 0x28}, {0x7fffffffffffffff, 1}});
    expect_results("bfind.s64", {{0, 0xffffffff}, {1, 0}, {0xffffffffffffffff, 0xffffffff}});
    expect_results("bfind.s64", {{0x8000000000000000, 0x3e}, {0xfffffffffffffffe, 0}, {0xc000000000000000, 0x3d}});
    expect_results("bfind.s64", {{0xf00001, 0x17}, {0x7fffffffffffffff, 0x3e}});
    expect_results("bfind.shiftamt.s64", {{0, 0xffffffff}, {1, 0x3f}, {0xffffffffffffffff, 0xffffffff}});
    expect_results("bfind.shiftamt.s64", {{0x8000000000000000, 1}, {0xfffffffffffffffe, 0x3f}});
    expect_results("bfind.shiftamt.s64", {{0xc000000000000000, 2}, {0xf00001, 0x28}, {0x7fffffffffffffff, 1}});
}

}  // namespace
}  // namespace softknee_emulator::test
