// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// Addresses that are wrong, and beside each one that is right.
namespace softknee_emulator::test {
namespace {

run_options words(std::size_t count) {
    run_options options;
    options.words = count;
    return options;
}

TEST(detector, names_what_is_wrong_and_where) {
    run_options options = words(24);
    options.grid = {2, 3, 1};
    options.block = {2, 2, 1};
    // Of 24 threads, the last one writes behind the end: thread 3 of block 5.
    expect_fault({"mov.u32 %r1, %ctaid.x;\nmov.u32 %r2, %ctaid.y;\nmad.lo.u32 %r1, %r2, 2, %r1;\nmov.u32 %r3, %tid.x;\n"
                  "mov.u32 %r4, %tid.y;\nmad.lo.u32 %r3, %r4, 2, %r3;\nmad.lo.u32 %r1, %r1, 4, %r3;\n"
                  "mad.wide.u32 %rd1, %r1, 8, %out;\nst.global.b64 [%rd1+8], 1;"},
                 options,
                 {"out of bounds: store of 8 bytes at byte 192 of an allocation of 192 bytes, 8 past its end",
                  "kernel k", "block 5", "thread 3", "at: st.global.b64 [%rd1+8], 1"});
}

TEST(detector, finds_accesses_outside_of_global_memory) {
    struct row {
        std::string wrong, right, text;
    };
    for (const row& r : std::vector<row>{
             {"st.global.b64 [%out+16], 1", "st.global.b64 [%out+8], 1", "store of 8 bytes at byte 16"},
             {"ld.global.b64 %rd1, [%out+16]", "ld.global.b64 %rd1, [%out+8]", "8 past its end"},
             {"ld.global.u8 %r1, [%out+16]", "ld.global.u8 %r1, [%out+15]", "1 past its end"},
             {"ld.global.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [%out]", "ld.global.v2.b64 {%rd1, %rd2}, [%out]",
              "16 past its end"},
             {"ld.b64 %rd1, [%out+16]", "ld.b64 %rd1, [%out]", "8 past its end"},
             {"red.global.add.u32 [%out+16], 1", "red.global.add.u32 [%out+12], 1", "atomic access of 4 bytes"},
             {"atom.cas.b16 %h1, [%out+16], 1, 2", "atom.cas.b16 %h1, [%out+14], 1, 2", "atomic access of 2 bytes"},
             {"ld.global.b64 %rd1, [%out+-8]", "ld.global.b64 %rd1, [%out+0]", "load of 8 bytes"},
             {"st.global.u8 [%out+-1], 1", "st.global.u8 [%out], 1", "store of 1 bytes"},
             {"ld.global.nc.b32 %r1, [%out+20]", "ld.global.nc.b32 %r1, [%out]", "8 past its end"}}) {
        expect_fault({r.wrong + ";"}, words(2), {"out of bounds", r.text, "kernel k", "at: " + r.wrong});
        expect_no_fault({r.right + ";"}, words(2));
    }
}

TEST(detector, finds_addresses_of_nothing) {
    for (const std::string address : {"0", "16", "0xdeadbeef000", "0x7fffffffffffffe0", "0xffffffffffffffe0",
                                      "0xfffffffffffffff0", "0x8000000000000000"}) {
        for (const std::string access :
             {"ld.global.b64 %rd2, [%rd1]", "st.global.u8 [%rd1+15], 1", "ld.b32 %r1, [%rd1+12]", "st.b64 [%rd1+8], 1",
              "atom.add.u32 %r1, [%rd1], 1", "ld.local.b64 %rd2, [%rd1+8]", "ld.param.b64 %rd2, [%rd1+64]",
              "ld.global.v2.b64 {%rd2, %rd3}, [%rd1]", "ld.const.b32 %r1, [%rd1]"}) {
            expect_fault({"mov.u64 %rd1, " + address + ";\n" + access + ";"}, {}, {"out of bounds", "at: " + access});
        }
    }
}

TEST(detector, finds_accesses_outside_of_shared_memory) {
    const std::string array = ".shared .align 16 .b8 array[16];\nst.shared.v2.b64 [array], {1, 2};\n";
    struct row {
        std::string wrong, right;
    };
    for (const row& r : std::vector<row>{
             {"st.shared.b64 [array+16], 1", "st.shared.b64 [array+8], 1"},
             {"ld.shared.u8 %r1, [array+16]", "ld.shared.u8 %r1, [array+15]"},
             {"ld.shared.b32 %r1, [array+-4]", "ld.shared.b32 %r1, [array]"},
             {"ld.shared.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [array]", "ld.shared.v2.b64 {%rd1, %rd2}, [array]"},
             {"atom.shared.add.u32 %r1, [array+16], 1", "atom.shared.add.u32 %r1, [array+12], 1"},
             {"ld.shared.b64 %rd1, [%out]", "ld.global.b64 %rd1, [%out]"}}) {
        expect_fault({array + r.wrong + ";"}, {}, {"out of bounds", "of 16 bytes of shared memory", "at: " + r.wrong});
        expect_no_fault({array + r.right + ";"}, {});
    }
    // By generic addresses, and an address in shared memory taken for a global one.
    const std::string generic = array + "mov.u64 %rd1, array;\ncvta.shared.u64 %rd1, %rd1;\n";
    expect_no_fault({generic + "st.b64 [%rd1+8], 1;\nld.b64 %rd2, [%rd1];"}, {});
    expect_fault({generic + "st.b64 [%rd1+16], 1;"}, {}, {"out of bounds", "st.b64 [%rd1+16], 1"});
    expect_fault({generic + "ld.b64 %rd2, [%rd1+-8];"}, {}, {"out of bounds"});
    expect_fault({generic + "st.global.b64 [%rd1], 1;"}, {}, {"out of bounds"});
}

TEST(detector, knows_the_size_of_dynamic_shared_memory) {
    const std::string before = ".extern .shared .align 16 .b8 dynamic[];";
    run_options options;
    options.dynamic_shared_bytes = 24;
    expect_no_fault({"st.shared.b64 [dynamic+16], 1;", before}, options);
    expect_fault({"st.shared.b64 [dynamic+24], 1;", before}, options, {"out of bounds", "24 bytes of shared memory"});
    expect_fault({"st.shared.u8 [dynamic], 1;", before}, {}, {"out of bounds", "0 bytes of shared memory"});
}

TEST(detector, finds_accesses_outside_of_local_memory) {
    const std::string array = ".local .align 16 .b8 array[16];\nst.local.v2.b64 [array], {1, 2};\n";
    struct row {
        std::string wrong, right;
    };
    for (const row& r : std::vector<row>{{"st.local.b64 [array+16], 1", "st.local.b64 [array+8], 1"},
                                         {"ld.local.u8 %r1, [array+-1]", "ld.local.u8 %r1, [array]"},
                                         {"ld.local.b64 %rd1, [%out]", "ld.global.b64 %rd1, [%out]"}}) {
        expect_fault({array + r.wrong + ";"}, {}, {"out of bounds", "local memory", "at: " + r.wrong});
        expect_no_fault({array + r.right + ";"}, {});
    }
    // Of a thread's local memory, the others have an address and nothing more.
    const std::string own = array +
                            "mov.u64 %rd1, array;\ncvta.local.u64 %rd1, %rd1;\nmov.u32 %r1, %tid.x;\n"
                            ".shared .align 8 .b8 address[16];\nmov.u32 %r2, address;\nmad.lo.u32 %r3, %r1, 8, %r2;\n"
                            "st.shared.b64 [%r3], %rd1;\nbar.sync 0;\n";
    run_options options;
    options.block = {2, 1, 1};
    expect_no_fault({own + "ld.shared.b64 %rd2, [%r3];\nld.b64 %rd3, [%rd2];"}, options);
    expect_fault(
        {own + "xor.b32 %r4, %r1, 1;\nmad.lo.u32 %r4, %r4, 8, %r2;\nld.shared.b64 %rd2, [%r4];\nld.b64 %rd3, [%rd2];"},
        options, {"out of bounds", "at: ld.b64 %rd3, [%rd2]"});
}

TEST(detector, finds_accesses_outside_of_the_arguments) {
    expect_no_fault({"ld.param.u32 %r1, [k_param_0+4];"}, {});
    expect_fault({"ld.param.u64 %rd1, [k_param_0+8];"}, {}, {"out of bounds", "ld.param.u64 %rd1, [k_param_0+8]"});
    expect_fault({"ld.param.v2.u64 {%rd1, %rd2}, [k_param_0];"}, {}, {"out of bounds", "arguments"});
    expect_fault({"st.param.u64 [k_param_0], 1;"}, {}, {"out of bounds", "arguments"});
    expect_fault({"mov.u64 %rd1, k_param_0;\ncvta.param.u64 %rd1, %rd1;\nst.u64 [%rd1], 1;"}, {}, {"out of bounds"});
}

TEST(detector, finds_misaligned_accesses) {
    struct row {
        std::string type, registers;
        int bytes;
    };
    const std::vector<row> rows = {{"b16", "%h1", 2},
                                   {"b32", "%r1", 4},
                                   {"f32", "%f1", 4},
                                   {"b64", "%rd1", 8},
                                   {"v2.b16", "{%h1, %h2}", 4},
                                   {"v2.f32", "{%f1, %f2}", 8},
                                   {"v4.b8", "{%h1, %h2, %h3, %h4}", 4},
                                   {"v4.b32", "{%r1, %r2, %r3, %r4}", 16},
                                   {"v2.b64", "{%rd1, %rd2}", 16},
                                   {"v8.b32", "{%r1, %r2, %r3, %r4, %r5, %r6, %r7, %r8}", 32}};
    const std::string arrays =
        ".shared .align 32 .b8 shared_array[64];\n.local .align 16 .b8 local_array[64];\n"
        "st.shared.v4.b64 [shared_array], {0, 0, 0, 0};\nst.shared.v4.b64 [shared_array+32], {0, 0, 0, 0};\n";
    for (const row& r : rows) {
        for (const auto& [space, base] :
             {std::pair("global", "%out"), {"shared", "shared_array"}, {"local", "local_array"}}) {
            // Local arrays are aligned to 16 bytes.
            if (r.bytes == 32 && std::string(space) == "local") continue;
            for (int offset = 0; offset <= r.bytes; offset = offset == 0 ? 1 : 2 * offset) {
                const std::string address = "[" + std::string(base) + "+" + std::to_string(offset) + "]";
                for (const std::string& access :
                     {"ld." + std::string(space) + "." + r.type + " " + r.registers + ", " + address,
                      "st." + std::string(space) + "." + r.type + " " + address + ", " + r.registers}) {
                    if (offset % r.bytes == 0) {
                        expect_no_fault({arrays + access + ";"}, words(8));
                    } else {
                        expect_fault({arrays + access + ";"}, words(8),
                                     {"misaligned", std::to_string(r.bytes) + " bytes", access});
                    }
                }
            }
        }
    }
    for (const auto& [access, bytes] : {std::pair("atom.global.add.u32 %r1, [%out+2], 1", 4),
                                        {"atom.global.add.u64 %rd1, [%out+4], 1", 8},
                                        {"red.global.add.f64 [%out+4], 0d0000000000000000", 8},
                                        {"red.global.add.noftz.f16x2 [%out+2], 0", 4},
                                        {"red.global.add.noftz.f16 [%out+1], 0", 2}}) {
        expect_fault({std::string(access) + ";"}, words(8),
                     {"misaligned: atomic access of " + std::to_string(bytes), access});
    }
    expect_fault({"ld.param.u64 %rd1, [k_param_0+4];"}, {}, {"misaligned"});
}

TEST(detector, finds_traps) {
    expect_fault({"trap;"}, {}, {"trap", "kernel k, block 0, thread 0", "at: trap"});
    expect_fault({"brkpt;"}, {}, {"at: brkpt"});
    expect_no_fault({"setp.eq.u32 %p1, 1, 2;\n@%p1 trap;"}, {});
}

}  // namespace
}  // namespace softknee_emulator::test
