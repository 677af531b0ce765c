// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

/// For which outcomes of a comparison each relation holds.
struct relation {
    std::string name;
    bool if_less, if_equal, if_greater, if_unordered;
};
const std::vector<relation> ordered_relations = {{"eq", false, true, false, false}, {"ne", true, false, true, false},
                                                 {"lt", true, false, false, false}, {"le", true, true, false, false},
                                                 {"gt", false, false, true, false}, {"ge", false, true, true, false}};
const std::vector<relation> unordered_relations = {
    {"equ", false, true, false, true}, {"neu", true, false, true, true},  {"ltu", true, false, false, true},
    {"leu", true, true, false, true},  {"gtu", false, false, true, true}, {"geu", false, true, true, true},
    {"num", true, true, true, false},  {"nan", false, false, false, true}};
const std::vector<relation> unsigned_relations = {{"lo", true, false, false, false},
                                                  {"ls", true, true, false, false},
                                                  {"hi", false, false, true, false},
                                                  {"hs", false, true, true, false}};

/// Pairs of a type by what their comparison gives.
struct type_pairs {
    using pairs = std::vector<std::vector<std::uint64_t>>;
    std::string type;
    pairs less, equal, greater, unordered;
};
const std::vector<type_pairs> unsigned_types = {
    {"u16", {{1, 0xffff}, {0x7fff, 0x8000}}, {{0xffff, 0xffff}, {0, 0}, {0x10001, 1}}, {{0x8000, 0x7fff}}, {}},
    {"u32",
     {{1, 0xffffffff}, {0x7fffffff, 0x80000000}},
     {{0xffffffff, 0xffffffff}, {0x100000001, 1}},
     {{0x80000000, 0x7fffffff}},
     {}},
    {"u64",
     {{1, 0xffffffffffffffff}, {0x100000000, 0x200000000}},
     {{0x8000000000000000, 0x8000000000000000}},
     {{0x8000000000000000, 0x7fffffffffffffff}},
     {}}};
const std::vector<type_pairs> signed_types = {
    {"s16", {{0xffff, 1}, {0x8000, 0x7fff}}, {{0xffff, 0xffff}, {0x10001, 1}}, {{0x7fff, 0x8000}, {0, 0xffff}}, {}},
    {"s32",
     {{0xffffffff, 1}, {0x80000000, 0x7fffffff}},
     {{0x80000000, 0x80000000}},
     {{0x7fffffff, 0x80000000}, {0, 0xffffffff}},
     {}},
    {"s64",
     {{0xffffffffffffffff, 1}, {0x8000000000000000, 0x7fffffffffffffff}},
     {{0x8000000000000000, 0x8000000000000000}},
     {{0x7fffffffffffffff, 0x8000000000000000}},
     {}}};
const std::vector<type_pairs> bit_types = {{"b16", {{1, 2}}, {{0xffff, 0xffff}}, {{0x8000, 0}}, {}},
                                           {"b32", {{1, 2}}, {{0xffffffff, 0xffffffff}}, {{0x80000000, 0}}, {}},
                                           {"b64", {{1, 2}}, {{1ull << 63, 1ull << 63}}, {{1ull << 63, 0}}, {}}};
const std::vector<type_pairs> float_types = {
    {"f32",
     {{0xbf800000, 0x3f800000}, {0x80000001, 0}, {0xff800000, 0xff7fffff}},
     {{0, 0x80000000}, {0x7f800000, 0x7f800000}},
     {{1, 0x80000000}, {0x7f800000, 0x7f7fffff}},
     {{0x7fc00000, 0}, {0, 0xffc00000}, {0x7f800001, 0x7f800001}, {0x7fc00000, 0x7f800000}}},
    {"f64",
     {{0xbff0000000000000, 0x3ff0000000000000}, {0x8000000000000001, 0}},
     {{0, 0x8000000000000000}, {0x7ff0000000000000, 0x7ff0000000000000}},
     {{1, 0x8000000000000000}, {0x3ff0000000000001, 0x3ff0000000000000}},
     {{0x7ff8000000000000, 0}, {0, 0xfff8000000000000}, {0x7ff0000000000001, 0x7ff0000000000001}}},
    {"f16",
     {{0xbc00, 0x3c00}, {0x8001, 0}},
     {{0, 0x8000}, {0x7c00, 0x7c00}},
     {{1, 0x8000}, {0x7c00, 0x7bff}},
     {{0x7e00, 0}, {0, 0xfe00}, {0x7c01, 0x7c01}}},
    {"bf16",
     {{0xbf80, 0x3f80}, {0x8001, 0}},
     {{0, 0x8000}, {0x7f80, 0x7f80}},
     {{1, 0x8000}, {0x7f80, 0x7f7f}},
     {{0x7fc0, 0}, {0, 0xffc0}, {0x7f81, 0x7f81}}}};

/// Calls `check(name of the type, relation, operands, whether the relation holds)` for all there are.
template <class Check>
void for_each_comparison(const std::vector<type_pairs>& types, const std::vector<relation>& relations, Check&& check) {
    for (const type_pairs& t : types) {
        for (const relation& r : relations) {
            for (const auto& operands : t.less) check(t.type, r.name, operands, r.if_less);
            for (const auto& operands : t.equal) check(t.type, r.name, operands, r.if_equal);
            for (const auto& operands : t.greater) check(t.type, r.name, operands, r.if_greater);
            for (const auto& operands : t.unordered) check(t.type, r.name, operands, r.if_unordered);
        }
    }
}
void expect_predicates(const std::vector<type_pairs>& types, const std::vector<relation>& relations) {
    for_each_comparison(types, relations, [](const auto& type, const auto& name, const auto& operands, bool holds) {
        expect_result("setp." + name + "." + type, operands, holds);
    });
}

TEST(comparison_instructions, set_predicates_of_integers) {
    expect_predicates(unsigned_types, ordered_relations);
    expect_predicates(unsigned_types, unsigned_relations);
    expect_predicates(signed_types, ordered_relations);
    expect_predicates(bit_types, {ordered_relations[0], ordered_relations[1]});
}
TEST(comparison_instructions, set_predicates_of_floats) {
    expect_predicates(float_types, ordered_relations);
    expect_predicates(float_types, unordered_relations);
}
TEST(comparison_instructions, set_values) {
    const auto expect_values = [](const std::string& target, std::uint64_t true_value) {
        return [=](const auto& type, const auto& name, const auto& operands, bool holds) {
            expect_result("set." + name + "." + target + "." + type, operands, holds ? true_value : 0);
        };
    };
    for (const auto& [target, value] : {std::pair("u32", 0xffffffff), {"s32", 0xffffffff}, {"f32", 0x3f800000}}) {
        for_each_comparison(unsigned_types, ordered_relations, expect_values(target, value));
        for_each_comparison(unsigned_types, unsigned_relations, expect_values(target, value));
        for_each_comparison(signed_types, ordered_relations, expect_values(target, value));
        for_each_comparison(float_types, ordered_relations, expect_values(target, value));
        for_each_comparison(float_types, unordered_relations, expect_values(target, value));
    }
    const std::vector<type_pairs> half = {float_types[2]}, bfloat = {float_types[3]};
    for_each_comparison(half, unordered_relations, expect_values("f16", 0x3c00));
    for_each_comparison(bfloat, unordered_relations, expect_values("bf16", 0x3f80));
    for_each_comparison(half, ordered_relations, expect_values("u16", 0xffff));
    for_each_comparison(bfloat, ordered_relations, expect_values("s16", 0xffff));
}

TEST(comparison_instructions, combine_the_result_with_a_predicate) {
    // 1 < 2 holds, and 2 < 1 does not.
    expect_results("setp.lt.and.s32", {{1, 2, 0, 0}, {1, 2, 1, 1}, {2, 1, 0, 0}, {2, 1, 1, 0}});
    expect_results("setp.lt.or.s32", {{1, 2, 0, 1}, {1, 2, 1, 1}, {2, 1, 0, 0}, {2, 1, 1, 1}});
    expect_results("setp.lt.xor.s32", {{1, 2, 0, 1}, {1, 2, 1, 0}, {2, 1, 0, 0}, {2, 1, 1, 1}});
    expect_results("setp.nan.or.f32", {{0x7fc00000, 0, 0, 1}, {0, 0, 0, 0}, {0, 0, 1, 1}});
    expect_results("set.lt.and.u32.s32", {{1, 2, 1, 0xffffffff}, {1, 2, 0, 0}, {2, 1, 1, 0}});
    expect_results("set.ge.xor.f32.f32", {{0, 0, 0, 0x3f800000}, {0, 0, 1, 0}, {0x7fc00000, 0, 1, 0x3f800000}});
    expect_results("set.gt.or.f16.f16", {{0, 0, 1, 0x3c00}, {0x3c00, 0, 0, 0x3c00}, {0, 0, 0, 0}});
}

TEST(comparison_instructions, flush_subnormal_operands) {
    expect_results("setp.eq.ftz.f32", {{1, 0x807fffff, 1}, {0x00800000, 0, 0}});
    expect_results("setp.lt.ftz.f32", {{0x80000001, 0, 0}, {0x80800000, 0x80000001, 1}});
    expect_results("setp.eq.ftz.f16", {{1, 0x83ff, 1}, {0x400, 0, 0}});
    expect_results("set.gt.ftz.u32.f32", {{1, 0, 0}, {0x00800000, 0x007fffff, 0xffffffff}});
    expect_results("set.eq.ftz.f16.f16", {{1, 0x83ff, 0x3c00}});
    expect_results("slct.ftz.u32.f32", {{7, 8, 0x80000001, 7}, {7, 8, 0x80800000, 8}});
}

TEST(comparison_instructions, compare_two_halves_in_a_register) {
    // Above 1 < 2 and below -0 = 0; then NaN above.
    expect_results("set.lt.u32.f16x2", {{0x3c008000, 0x40000000, 0xffff0000}, {0x7e00bc00, 0, 0xffff}});
    expect_results("set.equ.f16x2.f16x2", {{0x3c008000, 0x40000000, 0x3c00}, {0x7e00bc00, 0, 0x3c000000}});
    expect_results("set.le.u32.bf16x2", {{0x3f808000, 0x40000000, 0xffffffff}});
    expect_results("set.ne.bf16x2.bf16x2", {{0x3f808000, 0x40000000, 0x3f800000}, {0x7fc00000, 0, 0}});
    expect_results("set.lt.and.f16x2.f16x2", {{0x3c008000, 0x40000000, 1, 0x3c000000}, {0x3c008000, 0x40000000, 0, 0}});
    for (const auto& [type, one, two] : {std::tuple("f16x2", "0x3c00", "0x4000"), {"bf16x2", "0x3f80", "0x4000"}}) {
        // The first predicate is the lower pair's.
        const std::string head = "mov.b32 %r1, {%h1, %h2};\nmov.b32 %r2, {%h2, %h2};\n";
        expect_output(
            {"mov.b16 %h1, " + std::string(one) + ";\nmov.b16 %h2, " + two + ";\n" + head + "setp.lt." + type +
             " %p1|%p2, %r1, %r2;\nselp.b64 %rd1, 1, 0, %p1;\nselp.b64 %rd2, 1, 0, %p2;\n"
             "st.global.v2.b64 [%out], {%rd1, %rd2};"},
            {}, {1, 0});
    }
}

TEST(comparison_instructions, give_a_predicate_and_its_opposite) {
    struct row {
        std::string comparison;
        std::uint64_t p, q;
    };
    for (const row& r : std::vector<row>{{"setp.lt.s32 %p1|%p2, 1, 2;", 1, 0},
                                         {"setp.gt.s32 %p1|%p2, 1, 2;", 0, 1},
                                         {"setp.lt.and.s32 %p1|%p2, 1, 2, %p3;", 1, 0},
                                         {"setp.lt.and.s32 %p1|%p2, 1, 2, !%p3;", 0, 0},
                                         {"setp.gt.or.s32 %p1|%p2, 1, 2, !%p3;", 0, 1},
                                         {"setp.lt.xor.s32 %p1|%p2, 1, 2, %p3;", 0, 1},
                                         {"setp.lt.s32 %p1|_, 1, 2;", 1, 0},
                                         {"setp.gt.s32 _|%p2, 1, 2;", 0, 1}}) {
        expect_output(
            {"setp.eq.s32 %p3, 0, 0;\n" + r.comparison +
             "\nselp.b64 %rd1, 1, 0, %p1;\nselp.b64 %rd2, 1, 0, %p2;\nst.global.v2.b64 [%out], {%rd1, %rd2};"},
            {}, {r.p, r.q});
    }
}

TEST(comparison_instructions, select_by_a_predicate) {
    for (const std::string type : {"b16", "u16", "s16", "b32", "u32", "s32", "f32", "b64", "u64", "s64", "f64"}) {
        expect_results("selp." + type, {{0x1234, 0x8765, 1, 0x1234}, {0x1234, 0x8765, 0, 0x8765}});
    }
    expect_output({"setp.eq.s32 %p1, 0, 0;\nselp.b64 %rd1, 3, 4, !%p1;\nst.global.b64 [%out], %rd1;"}, {}, {4});
}

TEST(comparison_instructions, select_by_a_sign) {
    for (const std::string type : {"b16", "u16", "s16", "b32", "u32", "s32", "f32", "b64", "u64", "s64", "f64"}) {
        expect_results("slct." + type + ".s32", {{7, 8, 0, 7}, {7, 8, 0x7fffffff, 7}, {7, 8, 0xffffffff, 8}});
        // -0 is not below 0, and a NaN selects the second.
        expect_results("slct." + type + ".f32", {{7, 8, 0, 7}, {7, 8, 0x80000000, 7}, {7, 8, 0x80000001, 8}});
        expect_results("slct." + type + ".f32", {{7, 8, 0x7fc00000, 8}, {7, 8, 0x7f800000, 7}, {7, 8, 0xff800000, 8}});
    }
}

}  // namespace
}  // namespace softknee_emulator::test
