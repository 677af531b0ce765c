// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// Memory that is read before anything has been written to it.
namespace softknee_emulator::test {
namespace {

/// Runs a kernel whose `%out` is 16 bytes of which the first `written` have been.
void run_on_new_memory(const std::string& body, std::size_t written = 0, const run_options& options = {}) {
    const std::string text =
        ".version 9.0\n.target sm_90\n.address_size 64\n.entry k(.param .u64 p)\n{\n.reg .b64 %out, %rd<8>;\n"
        ".reg .b32 %r<8>;\n.reg .pred %p<4>;\nld.param.u64 %out, [p];\n" +
        body + "\nret;\n}\n";
    device_memory memory;
    const loaded_module module(text, memory, 0);
    void* output = memory.allocate(16, 0);
    memory.mark_written(output, written);
    void* const arguments[] = {&output};
    const program* const kernel = module.find_kernel("k");
    machine device(memory, options.machine);
    device.run({kernel, options.grid, options.block, take_arguments(*kernel, arguments), 0});
}

void expect_uninitialised(const std::string& body, std::size_t written, const std::string& part) {
    const std::string text = fault_of([&] { run_on_new_memory(body, written); });
    EXPECT_NE(text.find("uninitialised global memory"), std::string::npos) << body << "\n" << text;
    EXPECT_NE(text.find(part), std::string::npos) << body << "\n" << text;
}
void expect_initialised(const std::string& body, std::size_t written) {
    EXPECT_EQ(fault_of([&] { run_on_new_memory(body, written); }), "") << body;
}

TEST(initialisation_detector, finds_reads_of_global_memory_that_nothing_has_written) {
    for (const std::string read :
         {"ld.global.b64 %rd1, [%out];", "ld.b64 %rd1, [%out];", "ld.global.nc.b64 %rd1, [%out];",
          "atom.global.add.u64 %rd1, [%out], 1;", "red.global.max.u64 [%out], 1;"}) {
        expect_uninitialised(read, 0, "byte 0 of a");
        expect_uninitialised(read, 5, "byte 5 of a");
        expect_initialised(read, 8);
    }
    expect_uninitialised("ld.global.v2.b64 {%rd1, %rd2}, [%out];", 8, "byte 8 of a load of 16 bytes");
    expect_initialised("ld.global.v2.b64 {%rd1, %rd2}, [%out];", 16);
}

TEST(initialisation_detector, knows_what_a_kernel_has_written) {
    expect_initialised("st.global.b64 [%out], 1;\nld.global.b64 %rd1, [%out];", 0);
    expect_initialised("st.global.b32 [%out], 1;\nst.b32 [%out+4], 1;\nred.global.add.u64 [%out], 1;", 0);
    expect_uninitialised("st.global.b32 [%out], 1;\nld.global.b64 %rd1, [%out];", 0, "byte 4 of a load of 8 bytes");
    expect_uninitialised("st.global.b32 [%out+4], 1;\nld.global.b64 %rd1, [%out];", 0, "byte 0 of a load of 8 bytes");
    expect_uninitialised("st.global.u8 [%out], 1;\nld.global.u16 %r1, [%out];", 0, "byte 1 of a load of 2 bytes");
    // What is stored from a register that nothing has set is written.
    expect_initialised("st.global.b64 [%out], %rd7;\nld.global.b64 %rd1, [%out];", 0);
}

TEST(initialisation_detector, takes_variables_of_the_module_for_written) {
    expect_no_fault({"ld.global.b64 %rd1, [zeros+8];", ".global .align 8 .b8 zeros[16];"}, {});
    expect_no_fault({"ld.const.b64 %rd1, [some+8];", ".const .align 8 .b8 some[16] = {1, 2, 3};"}, {});
}

TEST(initialisation_detector, finds_reads_of_shared_memory_that_nothing_has_written) {
    const std::string array = ".shared .align 16 .b8 array[16];\n";
    for (const turn_order order : {turn_order::ascending, turn_order::descending, turn_order::random}) {
        run_options options;
        options.machine.order = order;
        expect_fault({array + "ld.shared.b32 %r1, [array+4];"}, options,
                     {"uninitialised shared memory: byte 0 of a load of 4 bytes", "at: ld.shared.b32"});
        expect_fault({array + "st.shared.b32 [array], 1;\nld.shared.b64 %rd1, [array];"}, options,
                     {"uninitialised shared memory: byte 4 of a load of 8 bytes"});
        expect_fault({array + "atom.shared.add.u32 %r1, [array], 1;"}, options, {"uninitialised shared memory"});
        expect_no_fault({array + "st.shared.v2.b32 [array], {1, 2};\nld.shared.b64 %rd1, [array];"}, options);
    }
    run_options options;
    options.dynamic_shared_bytes = 8;
    const std::string dynamic = ".extern .shared .align 8 .b8 dynamic[];";
    expect_fault({"ld.shared.b64 %rd1, [dynamic];", dynamic}, options, {"uninitialised shared memory"});
    expect_no_fault({"st.shared.b64 [dynamic], 1;\nld.shared.b64 %rd1, [dynamic];", dynamic}, options);
}

TEST(initialisation_detector, forgets_shared_memory_at_the_end_of_a_block) {
    run_options options;
    options.grid = {2, 1, 1};
    const std::string array = ".shared .align 8 .b8 array[8];\nmov.u32 %r1, %ctaid.x;\nsetp.eq.u32 %p1, %r1, 0;\n";
    expect_fault({array + "@%p1 st.shared.b64 [array], 1;\nld.shared.b64 %rd1, [array];"}, options,
                 {"uninitialised shared memory", "block 1"});
    expect_no_fault({array + "st.shared.b64 [array], 1;\nld.shared.b64 %rd1, [array];"}, options);
}

}  // namespace
}  // namespace softknee_emulator::test
