// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// What the emulator does not know, it refuses when a module is loaded, and says what and where.
namespace softknee_emulator::test {
namespace {

struct refused_instruction {
    std::string instruction;
    std::string reason;
};

class refused_instructions : public testing::TestWithParam<refused_instruction> {};

void PrintTo(const refused_instruction& printed, std::ostream* stream) {
    *stream << printed.instruction;
}

TEST_P(refused_instructions, are_named_with_their_kernel) {
    const auto& [instruction, reason] = GetParam();
    expect_fault({instruction + ";"}, {}, {"unsupported PTX: ", instruction, reason, "in k"});
}

INSTANTIATE_TEST_SUITE_P(
    opcodes, refused_instructions,
    testing::Values(refused_instruction{"wgmma.fence.sync.aligned", "opcode"},
                    refused_instruction{"mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 %r1, %r2", "opcode"},
                    refused_instruction{"tex.1d.v4.f32.s32 {%f1, %f2, %f3, %f4}, [%rd1, {%r1}]", "opcode"},
                    refused_instruction{"add %r1, %r2, %r3", "no type"},
                    refused_instruction{"ADD.s32 %r1, %r2, %r3", "opcode"},
                    refused_instruction{"addc.u32 %r1, %r2, %r3", "opcode"}, refused_instruction{"vprintf", "opcode"}));
INSTANTIATE_TEST_SUITE_P(modifiers, refused_instructions,
                         testing::Values(refused_instruction{"add.cc.u32 %r1, %r2, %r3", ".cc"},
                                         refused_instruction{"add.sat.u32 %r1, %r2, %r3", ".sat"},
                                         refused_instruction{"add.rn.rn.f32 %f1, %f2, %f3", ".rn"},
                                         refused_instruction{"add.rx.f32 %f1, %f2, %f3", ".rx"},
                                         refused_instruction{"add.rz.f16 %h1, %h2, %h3", "nearest"},
                                         refused_instruction{"mul.s32 %r1, %r2, %r3", "half"},
                                         refused_instruction{"mul.wide.s64 %rd1, %rd2, %rd3", ".s64"},
                                         refused_instruction{"mad.hi.sat.s32 %r1, %r2, %r3, %r4", ".sat"},
                                         refused_instruction{"setp.lt.nan.f32 %p1, %f1, %f2", ".nan"},
                                         refused_instruction{"setp.s32 %p1, %r1, %r2", "relation"},
                                         refused_instruction{"setp.ltu.s32 %p1, %r1, %r2", "relation"},
                                         refused_instruction{"set.lt.u64.s32 %rd1, %r1, %r2", "result"},
                                         refused_instruction{"shf.l.b32 %r1, %r2, %r3, %r4", "large distances"},
                                         refused_instruction{"testp.f32 %p1, %f1", "not said"},
                                         refused_instruction{"ld.global.L3.b32 %r1, [%out]", ".L3"},
                                         refused_instruction{"ld.texture.b32 %r1, [%out]", ".texture"},
                                         refused_instruction{"atom.global.sub.u32 %r1, [%out], 1", "operation"},
                                         refused_instruction{"atom.global.add.s64 %rd1, [%out], 1", "operation"},
                                         refused_instruction{"red.async.add.u32 [%out], 1", ".async"},
                                         refused_instruction{"bar.arrive 0, 64", ".sync"},
                                         refused_instruction{"shfl.up.b32 %r1, %r2, 1, 0", "shfl.sync"},
                                         refused_instruction{"shfl.sync.b32 %r1, %r2, 1, 0, -1", "mode"},
                                         refused_instruction{"vote.all.pred %p1, %p2", ".sync"},
                                         refused_instruction{"vote.sync.all.b32 %r1, %p2, -1", "mode or the type"},
                                         refused_instruction{"redux.sync.add.b32 %r1, %r2, -1", "form"},
                                         refused_instruction{"match.sync.b32 %r1, %r2, -1", "form"},
                                         refused_instruction{"fence.proxy.async", ".async"},
                                         refused_instruction{"cvta.to.texture.u64 %rd1, %rd2", "space"},
                                         refused_instruction{"prefetch.global [%out]", "level"},
                                         refused_instruction{"nanosleep.u64 %rd1", ".u64"}));
INSTANTIATE_TEST_SUITE_P(types, refused_instructions,
                         testing::Values(refused_instruction{"add.s8 %r1, %r2, %r3", ".s8"},
                                         refused_instruction{"add.b32 %r1, %r2, %r3", ".b32"},
                                         refused_instruction{"add.f8 %r1, %r2, %r3", ".f8"},
                                         refused_instruction{"and.u32 %r1, %r2, %r3", ".u32"},
                                         refused_instruction{"abs.u32 %r1, %r2", ".u32"},
                                         refused_instruction{"popc.u32 %r1, %r2", ".u32"},
                                         refused_instruction{"div.full.f64 %d1, %d2, %d3", ".f32"},
                                         refused_instruction{"sin.approx.f64 %d1, %d2", ".f64"},
                                         refused_instruction{"mov.b128 %rd1, %rd2", ".b128"},
                                         refused_instruction{"mov.b128 %rd1, {%rd2, %rd3}", "128"},
                                         refused_instruction{"ld.global.b128 %rd1, [%out]", ".b128"},
                                         refused_instruction{"ld.global.pred %p1, [%out]", ".pred"},
                                         refused_instruction{"cvt.rn.tf32.f32 %r1, %f1", ".tf32"},
                                         refused_instruction{"cvt.rzi.u8.bf16 %h1, %h2", "of .bf16 to .u8"},
                                         refused_instruction{"cvt.rn.bf16.s8 %h1, %h2", "of .s8 to .bf16"},
                                         refused_instruction{"cvt.rn.sat.bf16.f32 %h1, %f1", ".sat"},
                                         refused_instruction{"cvt.sat.u32.u32 %r1, %r2", ".sat"},
                                         refused_instruction{"cvt.sat.s64.u32 %rd1, %r2", ".sat"},
                                         refused_instruction{"cvt.sat.s16.u8 %h1, %h2", ".sat"},
                                         refused_instruction{"cvt.rn.satfinite.e2m1x2.f32 %r1, %f1, %f2", ".e2m1x2"},
                                         refused_instruction{"fma.rn.s32 %r1, %r2, %r3, %r4", "integers"},
                                         refused_instruction{"rem.f32 %f1, %f2, %f3", ".f32"}));
INSTANTIATE_TEST_SUITE_P(
    operands, refused_instructions,
    testing::Values(refused_instruction{"add.s32 %r1, %r2", "number of operands"},
                    refused_instruction{"add.s32", "number of operands"},
                    refused_instruction{"add.s32 %r1, %r2, %r3, %r4", "number of operands"},
                    refused_instruction{"max.f32 %f1, %f2, %f3, %f4", "number of operands"},
                    refused_instruction{"add.s32 %r1, , %r2", "operand"}, refused_instruction{"mov.b32 %r1", "missing"},
                    refused_instruction{"selp.b32 %r1, %r2, %r3", "number of operands"},
                    refused_instruction{"setp.lt.s32 %p1, %r1", "number of operands"},
                    refused_instruction{"setp.lt.and.s32 %p1, %r1, %r2", "number of operands"},
                    refused_instruction{"ld.global.b32 %r1", "number of operands"},
                    refused_instruction{"ld.global.b32 %r1, %out", "address"},
                    refused_instruction{"ld.global.b32 %r1, []", "address"},
                    refused_instruction{"ld.global.b32 %r1, [%out+x]", "offset"},
                    refused_instruction{"ld.global.v2.b32 %r1, [%out]", "vector"},
                    refused_instruction{"ld.global.b32 {%r1, %r2}, [%out]", "vector"},
                    refused_instruction{"st.global.v4.b32 [%out], {%r1, %r2}", "vector"},
                    refused_instruction{"atom.global.add.u32 %r1, [%out]", "missing"},
                    refused_instruction{"atom.global.cas.b32 %r1, [%out], 1", "missing"},
                    refused_instruction{"atom.global.add.u32 %r1, [%out], 1, 2", "number of operands"},
                    refused_instruction{"bar.sync", "missing"}, refused_instruction{"bar.sync 0, 32, 1", "number"},
                    refused_instruction{"shfl.sync.idx.b32 %r1, %r2, 1, 31", "missing"},
                    refused_instruction{"add.s32 %r1, %r2, %r99", "%r99"},
                    refused_instruction{"add.s32 %r1, %r2, unknown", "unknown"},
                    refused_instruction{"mov.u32 %r1, %clock", "%clock"},
                    refused_instruction{"mov.u32 %r1, %cluster_ctaid.x", "%cluster_ctaid.x"},
                    refused_instruction{"@%p99 ret", "%p99"}, refused_instruction{"bra", "label"},
                    refused_instruction{"bra nowhere", "label"}));
INSTANTIATE_TEST_SUITE_P(
    literals, refused_instructions,
    testing::Values(refused_instruction{"mov.f32 %f1, 1.5", "1.5"}, refused_instruction{"add.f32 %f1, %f2, 1e3", "1e3"},
                    refused_instruction{"mov.u32 %r1, 12abc", "12abc"}, refused_instruction{"mov.u32 %r1, 08", "08"},
                    refused_instruction{"mov.u32 %r1, 0xG", "0xG"},
                    refused_instruction{"mov.u64 %rd1, 99999999999999999999", "9999"},
                    refused_instruction{"mov.u32 %r1, (1+2)", "(1+2)"}, refused_instruction{"mov.u32 %r1, -", "-"}));

TEST(refused_instructions, calls) {
    const std::string f = ".func f(.param .b32 a)\n{\nret;\n}\n";
    const std::string argument = ".param .b32 a;\nst.param.b32 [a], 1;\n";
    expect_fault({"setp.eq.u32 %p1, 1, 1;\n" + argument + "@%p1 call.uni f, (a);", f}, {},
                 {"predicate", "@%p1 call", "k"});
    expect_fault({argument + "call.uni %rd1, (a), prototype;", f}, {}, {"call.uni %rd1", "register", "in k"});
    expect_fault({"call.uni f, (%r1);", f}, {}, {"call.uni f, (%r1)", ".param", "in k"});
    expect_fault({argument + "call.uni missing, (a);", f}, {}, {"missing"});
    expect_fault({argument + "call.uni declared, (a);", ".extern .func declared(.param .b32 a);\n"}, {}, {"declared"});
    expect_fault({"call.uni f;", ".func f()\n{\nwgmma.fence;\nret;\n}\n"}, {}, {"wgmma.fence", "in f"});
    expect_fault({argument + "call.uni f, (a, a);", f}, {}, {"call", "f"});
    expect_fault({".param .b32 r;\n" + argument + "call.uni (r), f, (a);", f}, {}, {"call", "f"});
}

TEST(refused_instructions, recursion) {
    expect_fault({"call.uni f;", ".func f()\n{\ncall.uni f;\nret;\n}\n"}, {}, {"f calls itself"});
    const std::string both = ".func g();\n.func f()\n{\ncall.uni g;\nret;\n}\n.func g()\n{\ncall.uni f;\nret;\n}\n";
    expect_fault({"call.uni f;", both}, {}, {"calls itself"});
}

TEST(refused_instructions, declarations) {
    expect_fault({".reg .v4 .f32 %vector;"}, {}, {"vector", ".v4"});
    expect_fault({".reg .b32 %bad<x>;"}, {}, {"number"});
    expect_fault({".branchtargets a, b;"}, {}, {".branchtargets", "in k"});
    expect_fault({"", ".global .texref t;"}, {}, {".texref"});
    expect_fault({"", ".global .align 4 .u32 x = 1.5;"}, {}, {"1.5"});
    expect_fault({"", ".global .align 8 .u64 x = other;"}, {}, {"other"});
    expect_fault({"", ".global .align x .u64 y;"}, {}, {"number"});
    expect_fault({"bra elsewhere;"}, {}, {"elsewhere"});
    expect_fault({"{ inner: }\nbra inner;"}, {}, {"inner"});
}

TEST(refused_instructions, text_that_is_no_ptx) {
    const auto load = [](const std::string& text) {
        return fault_of([&] {
            device_memory memory;
            const loaded_module module(text, memory, 0);
        });
    };
    EXPECT_EQ(load(""), "");
    EXPECT_NE(load("nothing of the kind"), "");
    EXPECT_NE(load("garbage;"), "");
    EXPECT_NE(load(std::string("\x28\xb5\x2f\xfd\x04\x58\x11\x22;{\x01\x02}\n\xff\xfe", 15)), "") << "compressed text";
    EXPECT_NE(load(std::string(64, '\0')), "");
    const std::string good =
        ".version 9.0\n.target sm_90\n.address_size 64\n.entry k()\n{\n.reg .b32 %r<2>;\n"
        "mov.u32 %r1, 1;\nL:\n@!%p bra L;\nret;\n}\n";
    const std::string whole =
        ".version 9.0\n.target sm_90\n.address_size 64\n.entry k()\n{\n.reg .b32 %r<2>;\n"
        "mov.u32 %r1, 1;\nret;\n}\n";
    EXPECT_NE(load(good), "") << "a guard that is not declared";
    EXPECT_EQ(load(whole), "");
    // Text that ends too early.
    for (std::size_t size = whole.find(".entry") + 1; size + 2 < whole.size(); ++size) {
        EXPECT_NE(load(whole.substr(0, size)), "") << whole.substr(0, size);
    }
}

}  // namespace
}  // namespace softknee_emulator::test
