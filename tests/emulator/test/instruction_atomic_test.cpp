// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

/// An operation on a value in memory: what it leaves there.
struct atomic_case {
    std::string operation;  ///< "add.u32"
    std::uint64_t old;
    std::vector<std::uint64_t> operands;
    std::uint64_t result;
};

const std::vector<atomic_case> cases = {{"add.u32", 0xffffffff, {2}, 1},
                                        {"add.s32", 0x7fffffff, {1}, 0x80000000},
                                        {"add.u64", 0xffffffffffffffff, {2}, 1},
                                        {"add.u64", 0xffffffff, {1}, 0x100000000},
                                        {"add.f32", 0x3f800000, {0x33800001}, 0x3f800001},
                                        {"add.f32", 0x7f800000, {0xff800000}, 0x7fffffff},
                                        {"add.f64", 0x3ff0000000000000, {0x3ca0000000000001}, 0x3ff0000000000001},
                                        {"add.f64", 1, {1}, 2},
                                        {"add.noftz.f16", 0x3c00, {0x1000}, 0x3c00},
                                        {"add.noftz.f16", 0x3c01, {0x1000}, 0x3c02},
                                        {"add.noftz.f16", 1, {1}, 2},
                                        {"add.noftz.f16", 0x7e01, {0x3c00}, 0x7fff},
                                        {"add.noftz.f16x2", 0x7bff8001, {0x7bff0001}, 0x7c000000},
                                        {"add.noftz.bf16", 0x3f81, {0x3b80}, 0x3f82},
                                        {"add.noftz.bf16", 1, {1}, 2},
                                        {"add.noftz.bf16x2", 0x7f7f3f80, {0x7f7f3b80}, 0x7f803f80},
                                        {"min.u32", 0x80000000, {1}, 1},
                                        {"min.s32", 0x80000000, {1}, 0x80000000},
                                        {"min.u64", 0x8000000000000000, {1}, 1},
                                        {"min.s64", 0x8000000000000000, {1}, 0x8000000000000000},
                                        {"max.u32", 0x80000000, {1}, 0x80000000},
                                        {"max.s32", 0x80000000, {1}, 1},
                                        {"max.u64", 0x8000000000000000, {1}, 0x8000000000000000},
                                        {"max.s64", 0x8000000000000000, {1}, 1},
                                        {"and.b32", 0xff00ff00, {0xf0f0f0f0}, 0xf000f000},
                                        {"and.b64", 0xff00ff00ff00ff00, {0xf0f0f0f00f0f0f0f}, 0xf000f0000f000f00},
                                        {"or.b32", 0xff00ff00, {0xf0f0f0f0}, 0xfff0fff0},
                                        {"or.b64", 0xff00000000000000, {1}, 0xff00000000000001},
                                        {"xor.b32", 0xff00ff00, {0xf0f0f0f0}, 0x0ff00ff0},
                                        {"xor.b64", 0xff00000000000000, {0x8100000000000001}, 0x7e00000000000001},
                                        {"exch.b32", 5, {0x87654321}, 0x87654321},
                                        {"exch.b64", 5, {0x8765432112345678}, 0x8765432112345678},
                                        {"cas.b16", 5, {5, 0x8765}, 0x8765},
                                        {"cas.b16", 5, {6, 0x8765}, 5},
                                        {"cas.b32", 5, {5, 0x87654321}, 0x87654321},
                                        {"cas.b32", 5, {6, 0x87654321}, 5},
                                        {"cas.b64", 1ull << 40, {1ull << 40, 7}, 7},
                                        {"cas.b64", 1ull << 40, {0, 7}, 1ull << 40},
                                        {"inc.u32", 4, {5}, 5},
                                        {"inc.u32", 5, {5}, 0},
                                        {"inc.u32", 6, {5}, 0},
                                        {"inc.u32", 0xffffffff, {0xffffffff}, 0},
                                        {"dec.u32", 4, {5}, 3},
                                        {"dec.u32", 0, {5}, 5},
                                        {"dec.u32", 6, {5}, 5}};

std::string operands_of(const atomic_case& a) {
    std::string text;
    for (const std::uint64_t operand : a.operands) text += ", " + std::to_string(operand);
    return text;
}
std::string bits_of(const atomic_case& a) {
    const std::string type = a.operation.substr(a.operation.rfind('.') + 1);
    if (type.find("x2") != std::string::npos) return "32";
    return type.find("16") != std::string::npos ? "16" : type.substr(type.size() - 2);
}

TEST(atomic_instructions, give_the_old_value_and_leave_the_new_one) {
    run_options options;
    options.words = 2;
    for (const atomic_case& a : cases) {
        const std::string start = std::to_string(a.old) + ";\n";
        const std::string bits = bits_of(a);
        for (const std::string modifiers : {"global.", "", "relaxed.gpu.global.", "acq_rel.sys.global.", "acquire.cta.",
                                            "release.cluster.global.", "global.gpu."}) {
            expect_output({"st.global.b64 [%out], " + start + "atom." + modifiers + a.operation + " %rd1, [%out]" +
                           operands_of(a) + ";\nst.global.b64 [%out+8], %rd1;"},
                          options, {a.result, a.old});
        }
        for (const std::string modifiers : {"global.", "", "relaxed.gpu.global."}) {
            if (a.operation.find("cas") == 0 || a.operation.find("exch") == 0) continue;
            expect_output({"st.global.b64 [%out+8], " + start + "red." + modifiers + a.operation + " [%out+8]" +
                           operands_of(a) + ";"},
                          options, {0, a.result});
        }
        expect_output({".shared .align 8 .b8 array[16];\nst.shared.b" + bits + " [array+8], " + start + "atom.shared." +
                       a.operation + " %rd1, [array+8]" + operands_of(a) + ";\nld.shared.b" + bits +
                       " %rd2, [array+8];\nst.global.v2.b64 [%out], {%rd2, %rd1};"},
                      options, {a.result, a.old});
    }
}

TEST(atomic_instructions, may_forget_the_old_value) {
    expect_output({"st.global.b32 [%out], 1;\natom.global.add.u32 _, [%out], 2;"}, {}, {3});
    expect_output({"st.global.b32 [%out], 1;\natom.add.noftz.f16x2 _, [%out], 0;"}, {}, {1});
}

TEST(atomic_instructions, leave_the_bytes_beside_the_value_alone) {
    expect_output({"st.global.b64 [%out], -1;\nred.global.add.u32 [%out], 1;"}, {}, {0xffffffff00000000});
    expect_output({"st.global.b64 [%out], -1;\natom.global.cas.b16 %rd1, [%out+2], 0xffff, 0;"}, {},
                  {0xffffffff0000ffff});
    expect_output({"st.global.b64 [%out], 0;\nred.global.add.noftz.f16 [%out+2], 0x3c00;"}, {}, {0x3c000000});
}

// As the PTX ISA says of the hardware.
TEST(atomic_instructions, flush_subnormal_floats_in_global_memory_and_not_in_shared_memory) {
    const std::string shared = ".shared .align 4 .b8 word[4];\n";
    const std::string from_shared = "ld.shared.b32 %r1, [word];\nst.global.b32 [%out], %r1;";
    expect_output({"st.global.b32 [%out], 1;\nred.global.add.f32 [%out], 0f00000001;"}, {}, {0});
    expect_output({"st.global.b32 [%out], 0x80000001;\nred.add.f32 [%out], 0f80000001;"}, {}, {0x80000000});
    expect_output({"st.global.b32 [%out], 0x00800001;\nred.global.add.f32 [%out], 0f80800000;"}, {}, {0});
    expect_output({shared + "st.shared.b32 [word], 1;\nred.shared.add.f32 [word], 0f00000001;\n" + from_shared}, {},
                  {2});
    expect_output({shared +
                   "st.shared.b32 [word], 1;\nmov.u64 %rd1, word;\ncvta.shared.u64 %rd1, %rd1;\n"
                   "red.add.f32 [%rd1], 0f00000001;\n" +
                   from_shared},
                  {}, {2});
}

TEST(atomic_instructions, of_many_threads_add_up) {
    run_options options;
    options.grid = {5, 1, 1};
    options.block = {64, 2, 1};
    options.words = 3;
    for (const turn_order order : {turn_order::ascending, turn_order::descending, turn_order::random}) {
        options.machine.order = order;
        expect_output({"mov.u32 %r1, %tid.x;\nred.global.add.u32 [%out], 1;\nred.global.max.u32 [%out+8], %r1;\n"
                       "atom.global.inc.u32 %r2, [%out+16], 9;"},
                      options, {640, 63, 0});
    }
}

}  // namespace
}  // namespace softknee_emulator::test
