// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

void expect_words(const std::string& body, const std::vector<std::uint64_t>& expected, const std::string& before = "") {
    run_options options;
    options.words = 8;
    expect_output({body, before}, options, expected);
}

TEST(control_instructions, branch_and_loop) {
    expect_words(
        "mov.u64 %rd1, 0;\nmov.u32 %r1, 0;\n$L__loop:\nadd.u64 %rd1, %rd1, 3;\nadd.u32 %r1, %r1, 1;\n"
        "setp.lt.u32 %p1, %r1, 1000;\n@%p1 bra $L__loop;\nst.global.b64 [%out], %rd1;\nbra.uni end;\n"
        "st.global.b64 [%out+8], 1;\nend:\nst.global.b64 [%out+16], 2;",
        {3000, 0, 2});
}

TEST(control_instructions, obey_their_guard) {
    const std::string head = "setp.eq.u32 %p1, 1, 1;\nsetp.eq.u32 %p2, 1, 2;\n";
    expect_words(head +
                     "@%p1 st.global.b64 [%out], 1;\n@!%p1 st.global.b64 [%out+8], 1;\n"
                     "@%p2 st.global.b64 [%out+16], 1;\n@!%p2 st.global.b64 [%out+24], 1;",
                 {1, 0, 0, 1});
    // What is not carried out does no harm.
    expect_words(head + "@%p2 trap;\n@%p2 ld.global.b64 %rd1, [0];\n@%p2 exit;\nst.global.b64 [%out], 5;", {5});
}

TEST(control_instructions, end_the_thread) {
    for (const std::string end : {"ret;", "exit;", "ret.uni;", "@%p1 ret;", "@%p1 exit;"}) {
        expect_words("setp.eq.u32 %p1, 1, 1;\nst.global.b64 [%out], 1;\n" + end + "\nst.global.b64 [%out], 2;", {1});
    }
}

TEST(control_instructions, order_memory_and_wait) {
    for (const std::string fence :
         {"membar.gl;", "membar.cta;", "membar.sys;", "fence.sc.gpu;", "fence.acq_rel.gpu;", "fence.acq_rel.cta;",
          "fence.sc.sys;", "fence.sc.cluster;", "nanosleep.u32 100;", "nanosleep.u32 %r1;"}) {
        expect_words("mov.u32 %r1, 5;\nst.global.b64 [%out], 1;\n" + fence + "\nst.global.b64 [%out+8], 2;", {1, 2});
    }
}

TEST(control_instructions, branch_to_labels_of_the_own_scope) {
    // Both scopes have the label and the register of the same name; the second hides the function's register.
    const std::string scope =
        "{\n.reg .pred p;\n.reg .b32 %r1;\nmov.u32 %r1, 0;\nagain:\nadd.u32 %r1, %r1, 1;\nadd.u64 %rd1, %rd1, STEP;\n"
        "setp.lt.u32 p, %r1, 5;\n@p bra again;\n}\n";
    std::string first = scope, second = scope;
    first.replace(first.find("STEP"), 4, "1");
    second.replace(second.find("STEP"), 4, "100");
    expect_words("mov.u32 %r1, 77;\nmov.u64 %rd1, 0;\n" + first + second +
                     "st.global.b64 [%out], %rd1;\nst.global.b32 [%out+8], %r1;",
                 {505, 77});
}

TEST(control_instructions, nested_scopes_hide_outer_names) {
    expect_words(
        "{ .reg .b64 t; mov.u64 t, 1;\n{ .reg .b64 t; mov.u64 t, 2;\n{ .reg .b64 t; mov.u64 t, 3; "
        "st.global.b64 [%out+16], t; }\nst.global.b64 [%out+8], t; }\nst.global.b64 [%out], t; }\n"
        "{ .reg .b64 t; mov.u64 t, 4; st.global.b64 [%out+24], t; }",
        {1, 2, 3, 4});
    // Names as inline assembly has them: the x of a special register is none.
    const std::string scope = "{ .reg .u32 x; mov.u32 x, %ntid.x; add.u32 x, x, 1; st.global.b32 [OUT], x; }\n";
    std::string first = scope, second = scope;
    first.replace(first.find("OUT"), 3, "%out");
    second.replace(second.find("OUT"), 3, "%out+8");
    expect_words(first + second, {2, 2});
    // A shared array in each of two scopes.
    expect_words(
        "{ .shared .align 8 .b8 a[8]; st.shared.b64 [a], 1; { .shared .align 8 .b8 a[8]; st.shared.b64 [a], 2; }\n"
        "ld.shared.b64 %rd1, [a]; st.global.b64 [%out], %rd1; }",
        {1});
}

constexpr const char* increment =
    ".func (.param .b32 result) increment(.param .b32 value)\n{\n.reg .b32 %r<4>;\nld.param.b32 %r1, [value];\n"
    "add.s32 %r2, %r1, 1;\nst.param.b32 [result], %r2;\nret;\n}\n";

std::string call_increment(const std::string& argument, const std::string& result) {
    return "{\n.param .b32 argument;\nst.param.b32 [argument], " + argument +
           ";\n.param .b32 returned;\ncall.uni (returned), increment, (argument);\nld.param.b32 " + result +
           ", [returned];\n}\n";
}

TEST(control_instructions, call_a_function_from_several_places) {
    expect_words("mov.u32 %r1, 41;\n" + call_increment("%r1", "%r2") + call_increment("%r2", "%r3") +
                     "st.global.v2.b32 [%out], {%r2, %r3};",
                 {0x2b0000002a}, increment);
}

TEST(control_instructions, call_functions_that_call) {
    const std::string twice =
        ".visible .func (.param .b32 result) twice(.param .b32 value)\n{\n.reg .b32 %r<4>;\n.reg .pred %p<2>;\n"
        "ld.param.b32 %r1, [value];\nmov.u32 %r3, 0;\nagain:\n" +
        call_increment("%r1", "%r1") +
        "add.u32 %r3, %r3, 1;\nsetp.lt.u32 %p1, %r3, 2;\n@%p1 bra again;\nst.param.b32 [result], %r1;\nret;\n}\n";
    // Declared before it is defined, as functions that call each other's successors are.
    const std::string before = ".func (.param .b32 result) increment(.param .b32 value);\n" + twice + increment;
    expect_words(
        "mov.u32 %r1, 5;\nmov.u32 %r3, 99;\n{ .param .b32 a; st.param.b32 [a], %r1; .param .b32 r;\n"
        "call (r), twice, (a);\nld.param.b32 %r2, [r]; }\nst.global.v2.b32 [%out], {%r2, %r3};",
        {0x6300000007}, before);
}

TEST(control_instructions, call_with_structures_and_without_a_result) {
    const std::string before =
        ".func store(.param .b64 address, .param .align 8 .b8 pair[16], .param .f32 third)\n{\n.reg .b64 %rd<4>;\n"
        ".reg .f32 %f<2>;\nld.param.b64 %rd1, [address];\nld.param.b64 %rd2, [pair];\nld.param.b64 %rd3, [pair+8];\n"
        "ld.param.f32 %f1, [third];\nst.global.b64 [%rd1], %rd3;\nst.global.b64 [%rd1+8], %rd2;\n"
        "st.global.f32 [%rd1+16], %f1;\nret;\nst.global.b64 [%rd1], 0;\n}\n";
    expect_words(
        "{ .param .b64 p0; st.param.b64 [p0], %out; .param .align 8 .b8 p1[16]; st.param.b64 [p1], 7;\n"
        "st.param.b64 [p1+8], 8; .param .f32 p2; st.param.f32 [p2], 0f3F800000;\n"
        "call.uni store, (p0, p1, p2); }",
        {8, 7, 0x3f800000}, before);
    const std::string alone = ".global .u32 counter;\n.func count()\n{\nred.global.add.u32 [counter], 1;\n}\n";
    expect_words("call.uni count;\ncall.uni count, ();\nld.global.u32 %rd1, [counter];\nst.global.b64 [%out], %rd1;",
                 {2}, alone);
}

TEST(control_instructions, functions_have_local_memory_and_shared_arrays) {
    const std::string before =
        ".shared .align 4 .b8 common[4];\n.func (.param .b32 result) f(.param .b32 value)\n{\n"
        ".local .align 8 .b8 array[8];\n.reg .b32 %r<4>;\n.reg .b64 %rd<2>;\nld.param.b32 %r1, [value];\n"
        "mov.u64 %rd1, array;\nst.local.b32 [%rd1+4], %r1;\nld.local.b32 %r2, [array+4];\nld.shared.b32 %r3, "
        "[common];\n"
        "add.u32 %r2, %r2, %r3;\nst.param.b32 [result], %r2;\nret;\n}\n";
    expect_words(
        ".local .align 8 .b8 own[8];\nst.local.b64 [own], 3;\nst.shared.b32 [common], 20;\n"
        "{ .param .b32 a; st.param.b32 [a], 7; .param .b32 r; call.uni (r), f, (a); ld.param.b32 %r1, [r]; }\n"
        "ld.local.b64 %rd1, [own];\nst.global.b32 [%out], %r1;\nst.global.b64 [%out+8], %rd1;",
        {27, 3}, before);
}

TEST(control_instructions, read_special_registers) {
    struct special {
        std::string name;
        std::uint64_t value;
    };
    // The thread (2, 1, 1) of blocks of (4, 3, 2), in block (1, 2, 0) of a grid of (2, 3, 2): thread 18 and block 5.
    run_options options;
    options.grid = {2, 3, 2};
    options.block = {4, 3, 2};
    options.dynamic_shared_bytes = 24;
    const std::string choose =
        "mov.u32 %r1, %tid.x;\nmov.u32 %r2, %tid.y;\nmov.u32 %r3, %tid.z;\nmov.u32 %r4, %ctaid.x;\n"
        "mov.u32 %r5, %ctaid.y;\nmov.u32 %r6, %ctaid.z;\nsetp.eq.u32 %p1, %r1, 2;\nsetp.eq.and.u32 %p1, %r2, 1, %p1;\n"
        "setp.eq.and.u32 %p1, %r3, 1, %p1;\nsetp.eq.and.u32 %p1, %r4, 1, %p1;\nsetp.eq.and.u32 %p1, %r5, 2, %p1;\n"
        "setp.eq.and.u32 %p1, %r6, 0, %p1;\n@!%p1 ret;\n.shared .align 4 .b8 words[8];\nst.shared.b32 [words], 1;\n";
    for (const auto& [name, value] : std::vector<special>{{"%tid.x", 2},
                                                          {"%tid.y", 1},
                                                          {"%tid.z", 1},
                                                          {"%ntid.x", 4},
                                                          {"%ntid.y", 3},
                                                          {"%ntid.z", 2},
                                                          {"%ctaid.x", 1},
                                                          {"%ctaid.y", 2},
                                                          {"%ctaid.z", 0},
                                                          {"%nctaid.x", 2},
                                                          {"%nctaid.y", 3},
                                                          {"%nctaid.z", 2},
                                                          {"%laneid", 18},
                                                          {"%warpid", 0},
                                                          {"%nwarpid", 1},
                                                          {"%lanemask_eq", 0x40000},
                                                          {"%lanemask_lt", 0x3ffff},
                                                          {"%lanemask_le", 0x7ffff},
                                                          {"%lanemask_gt", 0xfff80000},
                                                          {"%lanemask_ge", 0xfffc0000},
                                                          {"%smid", 0},
                                                          {"%dynamic_smem_size", 24},
                                                          {"%total_smem_size", 32}}) {
        expect_output({choose + "mov.u32 %r7, " + name + ";\nst.global.b32 [%out], %r7;"}, options, {value});
    }
    options.block = {70, 1, 1};
    options.grid = {1, 1, 1};
    const std::string last = "mov.u32 %r1, %tid.x;\nsetp.ne.u32 %p1, %r1, 69;\n@%p1 ret;\n";
    for (const auto& [name, value] : std::vector<special>{
             {"%laneid", 5}, {"%warpid", 2}, {"%nwarpid", 3}, {"%lanemask_eq", 0x20}, {"%lanemask_lt", 0x1f}}) {
        expect_output({last + "mov.u32 %r7, " + name + ";\nst.global.b32 [%out], %r7;"}, options, {value});
    }
}

TEST(control_instructions, ignore_comments_directives_and_layout) {
    expect_words(
        "/* two\nlines; */ st.global.b64 [%out], 1; // ret;\n.loc 1 5 3\n.pragma \"nounroll\";\n"
        "st.global.b64\n\t[ %out + 8 ] ,\n 2 ;st.global.b64 [%out+16],3;",
        {1, 2, 3}, "/* .entry */ // .func\n");
}

}  // namespace
}  // namespace softknee_emulator::test
