// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

struct typed_value {
    std::string type;
    std::uint64_t value;
};
/// What a load makes of the bytes 88 87 86 85 84 83 82 81 in a register of 64 bits.
const std::vector<typed_value> loaded_values = {{"b8", 0x88},
                                                {"u8", 0x88},
                                                {"s8", 0xffffffffffffff88},
                                                {"b16", 0x8788},
                                                {"u16", 0x8788},
                                                {"s16", 0xffffffffffff8788},
                                                {"b32", 0x85868788},
                                                {"u32", 0x85868788},
                                                {"s32", 0xffffffff85868788},
                                                {"f32", 0x85868788},
                                                {"b64", 0x8182838485868788},
                                                {"u64", 0x8182838485868788},
                                                {"s64", 0x8182838485868788},
                                                {"f64", 0x8182838485868788}};

TEST(memory_instructions, load_from_every_space_and_extend_by_the_sign) {
    struct source {
        std::string before, body, load, address;
    };
    const std::string store = "mov.b64 %rd2, 0x8182838485868788;\n";
    const std::string table = " .align 8 .b8 table[8] = {0x88, 0x87, 0x86, 0x85, 0x84, 0x83, 0x82, 0x81};";
    for (const source& s : std::vector<source>{
             {"", store + "st.global.b64 [%out+8], %rd2;\n", "ld.global", "%out+8"},
             {"", store + "st.b64 [%out+8], %rd2;\n", "ld", "%out+8"},
             {"", ".shared .align 8 .b8 array[16];\n" + store + "st.shared.b64 [array+8], %rd2;\n", "ld.shared",
              "array+8"},
             {"", ".shared .align 8 .b8 array[8];\n" + store + "st.shared::cta.b64 [array], %rd2;\n", "ld.shared::cta",
              "array"},
             {".shared .align 8 .b8 array[8];", store + "mov.b32 %r1, array;\nst.shared.b64 [%r1], %rd2;\n",
              "ld.shared", "%r1"},
             {"", ".local .align 8 .b8 array[16];\n" + store + "mov.b64 %rd3, array;\nst.local.b64 [%rd3+8], %rd2;\n",
              "ld.local", "array+8"},
             {"", ".local .align 8 .b8 array[8];\n" + store + "mov.b64 %rd3, array;\nst.b64 [%rd3], %rd2;\n", "ld",
              "%rd3"},
             {".const" + table, "", "ld.const", "table"},
             {".global" + table, "", "ld.global", "table"},
             {".global" + table, "", "ld.global.nc", "table"},
             {".global" + table, "", "ldu.global", "table"},
             {".global" + table, "mov.b64 %rd3, table;\n", "ld", "%rd3"}}) {
        for (const auto& [type, value] : loaded_values) {
            expect_words(s.body + s.load + "." + type + " %rd1, [" + s.address + "];\nst.global.b64 [%out], %rd1;",
                         {value}, s.before);
        }
    }
}

TEST(memory_instructions, load_parts_of_a_parameter) {
    expect_words(
        "ld.param.u32 %r1, [k_param_0];\nld.param.u32 %r2, [k_param_0+4];\nmov.b64 %rd1, {%r1, %r2};\n"
        "sub.u64 %rd1, %rd1, %out;\nst.global.b64 [%out], %rd1;\nld.param::entry.b64 %rd2, [k_param_0];\n"
        "sub.u64 %rd2, %rd2, %out;\nst.global.b64 [%out+8], %rd2;\nst.global.b64 [%out+16], 7;",
        {0, 0, 7});
}

TEST(memory_instructions, store_the_low_bytes_only) {
    for (const std::string space : {"st.global", "st"}) {
        for (const std::string type : {"b8", "u8", "s8"}) {
            expect_words("mov.b64 %rd1, 0x1122334455667788;\n" + space + "." + type + " [%out+3], %rd1;", {0x88000000});
        }
        for (const std::string type : {"b16", "u16", "s16"}) {
            expect_words("mov.b64 %rd1, 0x1122334455667788;\n" + space + "." + type + " [%out+2], %rd1;", {0x77880000});
        }
        for (const std::string type : {"b32", "u32", "s32", "f32"}) {
            expect_words("mov.b64 %rd1, 0x1122334455667788;\n" + space + "." + type + " [%out+4], %rd1;",
                         {0x5566778800000000});
        }
        for (const std::string type : {"b64", "u64", "s64", "f64"}) {
            expect_words("mov.b64 %rd1, 0x1122334455667788;\n" + space + "." + type + " [%out+8], %rd1;",
                         {0, 0x1122334455667788});
        }
    }
}

TEST(memory_instructions, move_vectors) {
    const std::string table =
        ".global .align 32 .b8 table[32] = {1, 2, 3, 4, 0xf5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, "
        "21, "
        "22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};";
    expect_words("ld.global.v2.u8 {%rd1, %rd2}, [table+4];\nst.global.v2.b64 [%out], {%rd1, %rd2};", {0xf5, 6}, table);
    expect_words("ld.global.v2.s8 {%rd1, %rd2}, [table+4];\nst.global.v2.b64 [%out], {%rd1, %rd2};",
                 {0xfffffffffffffff5, 6}, table);
    expect_words("ld.global.nc.v4.u16 {%h1, %h2, %h3, %h4}, [table+8];\nst.global.v4.b16 [%out], {%h4, %h3, %h2, %h1};",
                 {0x0a090c0b0e0d100f}, table);
    expect_words("ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [table];\nst.global.v4.f32 [%out+16], {%f1, %f2, %f3, %f4};",
                 {0, 0, 0x080706f504030201, 0x100f0e0d0c0b0a09}, table);
    expect_words("ld.global.v2.b64 {_, %rd2}, [table];\nst.global.b64 [%out], %rd2;", {0x100f0e0d0c0b0a09}, table);
    expect_words(
        "ld.global.v8.b32 {%r1, %r2, %r3, %r4, %r5, %r6, %r7, %r8}, [table];\n"
        "st.global.v8.b32 [%out], {%r8, %r7, %r6, %r5, %r4, %r3, %r2, %r1};",
        {0x1c1b1a19201f1e1d, 0x1413121118171615, 0x0c0b0a09100f0e0d, 0x04030201080706f5}, table);
    expect_words("ld.global.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [table];\nst.global.b64 [%out], %rd4;",
                 {0x201f1e1d1c1b1a19}, table);
    expect_words(
        ".shared .align 16 .b8 array[16];\nst.shared.v4.b32 [array], {1, 2, 3, 4};\n"
        "ld.shared.v2.u64 {%rd1, %rd2}, [array];\nst.global.v2.b64 [%out], {%rd1, %rd2};",
        {0x200000001, 0x400000003});
    expect_words(
        ".local .align 16 .b8 array[16];\nst.local.v2.f64 [array], {0d3FF0000000000000, 0d4000000000000000};\n"
        "ld.local.v4.b32 {_, %r1, _, %r2}, [array];\nst.global.v2.b32 [%out], {%r1, %r2};",
        {0x400000003ff00000});
}

TEST(memory_instructions, add_offsets_of_both_signs) {
    for (const std::string address : {"%rd1+-8", "%rd1-8", "%rd2+8", "%rd2+0x8", "%rd3", "%rd3+0"}) {
        expect_words("add.u64 %rd1, %out, 16;\nmov.b64 %rd2, %out;\nadd.u64 %rd3, %out, 8;\nst.global.b64 [" + address +
                         "], 9;\nld.global.b64 %rd4, [" + address + "];\nst.global.b64 [%out], %rd4;",
                     {9, 9, 0});
    }
}

TEST(memory_instructions, take_caching_and_ordering_as_advice) {
    for (const std::string load : {"ld.global.ca.b64",
                                   "ld.global.cg.b64",
                                   "ld.global.cs.b64",
                                   "ld.global.lu.b64",
                                   "ld.global.cv.b64",
                                   "ld.volatile.global.b64",
                                   "ld.weak.global.b64",
                                   "ld.relaxed.gpu.global.b64",
                                   "ld.relaxed.cta.b64",
                                   "ld.acquire.sys.global.b64",
                                   "ld.acquire.cluster.global.b64",
                                   "ld.mmio.relaxed.sys.global.b64",
                                   "ld.global.L1::evict_last.b64",
                                   "ld.global.L1::no_allocate.L2::128B.b64",
                                   "ld.global.L2::64B.b64",
                                   "ld.global.nc.L1::no_allocate.b64",
                                   "ld.global.L1::evict_first.L2::256B.b64",
                                   "ld.global.nc.cs.b64",
                                   "ld.global.L1::evict_normal.b64",
                                   "ld.global.L1::evict_unchanged.b64",
                                   "ld.global.L2::evict_last.b64"}) {
        expect_words(load + " %rd1, [table];\nst.global.b64 [%out], %rd1;", {5}, ".global .u64 table = 5;");
    }
    for (const std::string store :
         {"st.global.wb.b64", "st.global.cg.b64", "st.global.cs.b64", "st.global.wt.b64", "st.volatile.global.b64",
          "st.weak.global.b64", "st.relaxed.gpu.global.b64", "st.release.sys.global.b64", "st.release.cta.b64",
          "st.global.L1::evict_first.b64", "st.global.L1::no_allocate.b64", "st.global.L2::evict_first.b64"}) {
        expect_words(store + " [%out], 6;", {6});
    }
    for (const std::string prefetch :
         {"prefetch.global.L1 [%out]", "prefetch.global.L2 [%out+8]", "prefetch.L2 [%out]",
          "prefetch.global.L2::evict_last [%out]", "prefetch.global.L2::evict_normal [%out]"}) {
        expect_words(prefetch + ";\nst.global.b64 [%out], 7;", {7});
    }
}

TEST(memory_instructions, find_variables_of_the_module) {
    const std::string before =
        ".visible .global .align 4 .u32 counter = 5;\n.const .align 4 .f32 factors[2] = {0f3F800000, 0f40000000};\n"
        ".global .align 8 .b8 zeros[16];\n.global .align 8 .u64 matrix[2][2] = {{1, 2}, {3, 4}};\n";
    expect_words(
        "ld.global.u32 %r1, [counter];\nld.const.f32 %f1, [factors+4];\nst.global.b32 [%out], %r1;\n"
        "st.global.f32 [%out+4], %f1;\nld.global.b64 %rd1, [zeros+8];\nst.global.b64 [%out+8], %rd1;\n"
        "ld.global.u64 %rd2, [matrix+24];\nst.global.b64 [%out+16], %rd2;\nst.global.u32 [counter], 8;\n"
        "ld.global.u32 %rd3, [counter];\nst.global.b64 [%out+24], %rd3;",
        {0x4000000000000005, 0, 4, 8}, before);
}

TEST(memory_instructions, place_shared_arrays_side_by_side) {
    const kernel_text kernel{
        ".shared .align 1 .b8 narrow[3];\n.shared .align 16 .b8 wide[16];\n"
        "mov.b32 %r1, narrow;\nmov.b32 %r2, wide;\nmov.b32 %r3, dynamic;\nmov.b32 %r4, more;\n"
        "st.shared.u8 [narrow+2], 1;\nst.shared.b64 [wide+8], 2;\nst.shared.b64 [dynamic], 3;\n"
        "ld.shared.u8 %rd1, [%r1+2];\nld.shared.b64 %rd2, [%r2+8];\nld.shared.b64 %rd3, [%r4];\n"
        "sub.u32 %r5, %r2, %r1;\nsub.u32 %r6, %r3, %r2;\nsetp.lt.s32 %p1, %r5, 3;\nsetp.lt.s32 %p2, %r6, 16;\n"
        "and.b32 %r7, %r2, 15;\nand.b32 %r8, %r3, 15;\nor.b32 %r7, %r7, %r8;\n"
        "st.global.v2.b64 [%out], {%rd1, %rd2};\nst.global.b64 [%out+16], %rd3;\nst.global.b32 [%out+24], %r7;\n"
        "@%p1 st.global.b64 [%out+32], 1;\n@%p2 st.global.b64 [%out+40], 1;",
        ".extern .shared .align 16 .b8 dynamic[];\n.extern .shared .align 8 .b8 more[];"};
    run_options options;
    options.dynamic_shared_bytes = 8;
    expect_output(kernel, options, {1, 2, 3, 0, 0, 0});
}

}  // namespace
}  // namespace softknee_emulator::test
