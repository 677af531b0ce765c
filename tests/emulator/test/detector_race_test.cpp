// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// Accesses that nothing orders, and beside each pair its ordered twin, whatever turn the threads take.
namespace softknee_emulator::test {
namespace {

class race_detector : public testing::TestWithParam<turn_order> {
protected:
    run_options shape(unsigned blocks, unsigned threads) const {
        run_options options;
        options.grid = {blocks, 1, 1};
        options.block = {threads, 1, 1};
        options.words = 256;
        options.machine.order = GetParam();
        return options;
    }
    /// Runs with several seeds; of the other orders, they change nothing.
    void expect_race(const std::string& body, const run_options& options, const std::string& space) const {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            run_options seeded = options;
            seeded.machine.seed = seed;
            expect_fault({body}, seeded,
                         {"race in " + space + " memory: a byte that is", "kernel k, block", "thread", "at: "});
        }
    }
    void expect_order(const std::string& body, const run_options& options) const {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            run_options seeded = options;
            seeded.machine.seed = seed;
            expect_no_fault({body}, seeded);
        }
    }
};

INSTANTIATE_TEST_SUITE_P(orders, race_detector,
                         testing::Values(turn_order::ascending, turn_order::descending, turn_order::random),
                         [](const auto& test) {
                             return test.param == turn_order::ascending    ? "ascending"
                                    : test.param == turn_order::descending ? "descending"
                                                                           : "random";
                         });

/// %r1 the thread, %r2 the address of its own word in shared memory, which is written, and behind a barrier.
const std::string own_word =
    ".shared .align 8 .b8 array[1024];\nmov.u32 %r1, %tid.x;\nmov.u32 %r15, array;\nmad.lo.u32 %r2, %r1, 8, %r15;\n"
    "st.shared.b64 [%r2], 0;\nbar.sync 0;\n";
/// %r3 the address of the word of the thread at this distance, of 64.
std::string word_at(int distance) {
    return "add.u32 %r3, %r1, " + std::to_string(distance) +
           ";\nand.b32 %r3, %r3, 63;\nmad.lo.u32 %r3, %r3, 8, %r15;\n";
}
const std::string barrier = "bar.sync 0;\n", warp_barrier = "bar.warp.sync 0xffffffff;\n";

TEST_P(race_detector, shared_write_and_read) {
    const std::string write = "st.shared.b64 [%r2], 1;\n", read = "ld.shared.b64 %rd1, [%r3];\n";
    for (const int distance : {1, 31, 32, 63}) {
        expect_race(own_word + word_at(distance) + write + read, shape(1, 64), "shared");
        expect_order(own_word + word_at(distance) + write + barrier + read, shape(1, 64));
    }
    expect_order(own_word + word_at(0) + write + read, shape(1, 64));
}

TEST_P(race_detector, shared_read_and_write) {
    const std::string write = "st.shared.b64 [%r2], 1;\n", read = "ld.shared.b64 %rd1, [%r3];\n";
    expect_race(own_word + word_at(1) + read + write, shape(1, 64), "shared");
    expect_race(own_word + word_at(32) + read + write, shape(1, 64), "shared");
    expect_order(own_word + word_at(1) + read + barrier + write, shape(1, 64));
    expect_order(own_word + word_at(0) + read + write, shape(1, 64));
}

TEST_P(race_detector, shared_write_and_write) {
    expect_race(own_word + "st.shared.b64 [array], 1;", shape(1, 64), "shared");
    expect_race(own_word + "st.shared.u8 [array+7], 1;", shape(1, 2), "shared");
    expect_order(own_word +
                     "setp.eq.u32 %p1, %r1, 0;\n@%p1 st.shared.b64 [array], 1;\nbar.sync 0;\n"
                     "setp.eq.u32 %p1, %r1, 1;\n@%p1 st.shared.b64 [array], 1;",
                 shape(1, 64));
    // Each block has its own.
    expect_order(".shared .align 8 .b8 array[8];\nst.shared.b64 [array], 1;\nld.shared.b64 %rd1, [array];",
                 shape(3, 1));
}

TEST_P(race_detector, a_missing_barrier_in_a_loop) {
    // Two barriers a round are right; without the second, the next round's writes meet this round's reads.
    const auto loop = [](const std::string& second) {
        return own_word + word_at(1) +
               "mov.u32 %r4, 0;\nagain:\nst.shared.b64 [%r2], 1;\nbar.sync 0;\nld.shared.b64 %rd1, [%r3];\n" + second +
               "add.u32 %r4, %r4, 1;\nsetp.lt.u32 %p1, %r4, 3;\n@%p1 bra again;";
    };
    expect_race(loop(""), shape(1, 64), "shared");
    expect_order(loop(barrier), shape(1, 64));
}

TEST_P(race_detector, a_warp_barrier_orders_its_warp_only) {
    const std::string write = "st.shared.b64 [%r2], 1;\n", read = "ld.shared.b64 %rd1, [%r3];\n";
    const std::string neighbour = "xor.b32 %r3, %r1, 1;\nmad.lo.u32 %r3, %r3, 8, %r15;\n";
    expect_race(own_word + neighbour + write + read, shape(1, 64), "shared");
    expect_order(own_word + neighbour + write + warp_barrier + read, shape(1, 64));
    expect_order(own_word + neighbour + read + warp_barrier + write, shape(1, 64));
    expect_race(own_word + word_at(32) + write + warp_barrier + read, shape(1, 64), "shared");
    expect_race(own_word + word_at(32) + read + warp_barrier + write, shape(1, 64), "shared");
    expect_order(own_word + word_at(32) + write + barrier + read, shape(1, 64));
    // A shuffle exchanges registers and orders no memory.
    const std::string shuffle = "shfl.sync.idx.b32 %r5, %r1, 0, 31, -1;\n";
    expect_race(own_word + neighbour + write + shuffle + read, shape(1, 64), "shared");
}

/// %rd1 the address of thread t's word of the output, %rd2 that of the next thread of the grid, of 64.
const std::string global_words =
    "mov.u32 %r1, %tid.x;\nmov.u32 %r2, %ctaid.x;\nmov.u32 %r3, %ntid.x;\nmad.lo.u32 %r1, %r2, %r3, %r1;\n"
    "mad.wide.u32 %rd1, %r1, 8, %out;\nadd.u32 %r4, %r1, 1;\nand.b32 %r4, %r4, 63;\nmad.wide.u32 %rd2, %r4, 8, %out;\n";

TEST_P(race_detector, global_memory_within_a_block) {
    const std::string write = "st.global.b64 [%rd1], 1;\n", read = "ld.global.b64 %rd3, [%rd2];\n";
    expect_race(global_words + write + read, shape(1, 64), "global");
    expect_race(global_words + read + write, shape(1, 64), "global");
    expect_race(global_words + "st.b64 [%out], 1;", shape(1, 64), "global");
    expect_order(global_words + write + barrier + read, shape(1, 64));
    expect_order(global_words + read + barrier + write, shape(1, 64));
    expect_order(global_words + read + "ld.global.b64 %rd4, [%out];", shape(1, 64));
    // A fence makes writes visible in order. It does not wait for anyone.
    expect_race(global_words + write + "membar.gl;\n" + read, shape(1, 64), "global");
}

TEST_P(race_detector, global_memory_between_blocks) {
    const std::string write = "st.global.b64 [%rd1], 1;\n", read = "ld.global.b64 %rd3, [%rd2];\n";
    expect_race(global_words + write + read, shape(64, 1), "global");
    expect_race(global_words + read + write, shape(64, 1), "global");
    expect_race(global_words + write + barrier + read, shape(64, 1), "global");
    expect_race("st.global.b64 [%out], 1;", shape(2, 1), "global");
    expect_order(global_words + write, shape(64, 1));
    expect_order(global_words + "ld.global.b64 %rd3, [%rd1];\n" + write, shape(64, 1));
    expect_order("ld.global.b64 %rd3, [%out];", shape(64, 4));
    // Every block reads what the last of them overwrites.
    expect_race(
        "ld.global.b64 %rd3, [%out];\nmov.u32 %r1, %ctaid.x;\nsetp.ne.u32 %p1, %r1, 3;\n@%p1 ret;\n"
        "st.global.b64 [%out], 1;",
        shape(4, 1), "global");
}

TEST_P(race_detector, atomics) {
    const std::string add = "red.global.add.u32 [%out], 1;\n";
    expect_order(add + "atom.global.max.u32 %r1, [%out], 7;", shape(4, 64));
    expect_order("atom.global.cas.b32 %r1, [%out], 0, 1;", shape(4, 64));
    expect_race(add + "ld.global.b32 %r1, [%out];", shape(1, 64), "global");
    expect_race(add + "ld.global.b32 %r1, [%out];", shape(64, 1), "global");
    expect_race("ld.global.b32 %r1, [%out];\n" + add, shape(1, 64), "global");
    expect_race("st.global.b32 [%out], 0;\n" + add, shape(1, 64), "global");
    expect_race("st.global.b32 [%out], 0;\n" + add, shape(2, 1), "global");
    expect_race(global_words + "setp.eq.u32 %p1, %r1, 5;\n@%p1 st.global.u8 [%out+3], 0;\n@!%p1 " + add, shape(1, 64),
                "global");
    expect_order(add + "bar.sync 0;\nld.global.b32 %r1, [%out];", shape(1, 64));
    expect_order("ld.global.b32 %r1, [%out];\nbar.sync 0;\n" + add, shape(1, 64));
    expect_race(add + "bar.sync 0;\nld.global.b32 %r1, [%out];", shape(2, 64), "global");
    expect_order(global_words + "st.global.b32 [%rd1], 0;\nred.global.add.u32 [%rd1], 1;\nld.global.b32 %r5, [%rd1];",
                 shape(2, 32));
    const std::string shared_add = own_word + "red.shared.add.u64 [array], 1;\n";
    expect_order(shared_add + "bar.sync 0;\nld.shared.b64 %rd1, [array];", shape(2, 64));
    expect_race(shared_add + "ld.shared.b64 %rd1, [array];", shape(1, 64), "shared");
    expect_order(shared_add + "bar.warp.sync -1;\nld.shared.b64 %rd1, [array];", shape(1, 32));
    expect_race(shared_add + "bar.warp.sync -1;\nld.shared.b64 %rd1, [array];", shape(1, 64), "shared");
}

TEST_P(race_detector, neighbouring_bytes_are_no_race) {
    const std::string address = "mov.u32 %r1, %tid.x;\n";
    expect_order(address + "mad.wide.u32 %rd1, %r1, 2, %out;\nst.global.u16 [%rd1], %r1;\nld.global.u16 %r2, [%rd1];",
                 shape(1, 64));
    expect_order(address + "cvt.u64.u32 %rd1, %r1;\nadd.u64 %rd1, %rd1, %out;\nst.global.u8 [%rd1], %r1;",
                 shape(1, 64));
    // Two threads of one word: 16 bits each, or 16 and 32.
    expect_race(address +
                    "mad.wide.u32 %rd1, %r1, 2, %out;\nsetp.eq.u32 %p1, %r1, 0;\n@%p1 st.global.u32 [%rd1], 0;\n"
                    "@!%p1 st.global.u16 [%rd1], 0;",
                shape(1, 2), "global");
}

TEST_P(race_detector, several_readers_and_a_writer) {
    const std::string read = "mov.u32 %r4, %tid.x;\nld.global.b64 %rd3, [%out];\n";
    for (const unsigned writer : {0u, 3u, 33u, 63u}) {
        const std::string write =
            "setp.eq.u32 %p1, %r4, " + std::to_string(writer) + ";\n@%p1 st.global.b64 [%out], 1;\n";
        expect_race(read + write, shape(1, 64), "global");
        expect_order(read + barrier + write, shape(1, 64));
        expect_order(read + barrier + write + barrier + read, shape(1, 64));
        expect_race(read + barrier + write + read, shape(1, 64), "global");
        expect_race(read + warp_barrier + write, shape(1, 64), "global");
        expect_race(read + barrier + write, shape(2, 64), "global");
    }
    expect_order(read + warp_barrier + "setp.eq.u32 %p1, %r4, 9;\n@%p1 st.global.b64 [%out], 1;", shape(1, 32));
}

TEST_P(race_detector, the_read_only_path_and_writes_of_the_same_launch) {
    const std::string write = "st.global.b64 [%rd1], 1;\n";
    for (const std::string read : {"ld.global.nc.b64 %rd3, ", "ldu.global.b64 %rd3, "}) {
        // Not even of the thread's own writes, and no barrier helps.
        expect_race(global_words + write + read + "[%rd1];", shape(1, 1), "global");
        expect_race(global_words + read + "[%rd1];\n" + write, shape(1, 1), "global");
        expect_race(global_words + write + barrier + read + "[%rd2];", shape(1, 64), "global");
        expect_race(global_words + read + "[%rd2];\n" + barrier + write, shape(1, 64), "global");
        expect_race(global_words + write + read + "[%rd2];", shape(64, 1), "global");
        expect_race("red.global.add.u32 [%out], 1;\n" + read + "[%out];", shape(1, 1), "global");
        expect_race(read + "[%out];\nred.global.add.u32 [%out], 1;", shape(1, 1), "global");
        expect_race(read + "[%out];\nld.global.b64 %rd3, [%out];\nst.global.b64 [%out], 1;", shape(1, 1), "global");
        expect_order(read + "[%out];\nld.global.b64 %rd3, [%out];", shape(4, 64));
        expect_order(global_words + read + "[%out+2040];\n" + write, shape(2, 64));
    }
}

TEST(race_detector_of_launches, forgets_a_launch_when_the_next_one_begins) {
    const std::string text =
        ".version 9.0\n.target sm_90\n.address_size 64\n.entry k(.param .u64 p)\n{\n.reg .b64 %rd<4>;\n"
        "ld.param.u64 %rd1, [p];\nld.global.nc.b64 %rd2, [%rd1];\nst.global.b64 [%rd1+8], 1;\nret;\n}\n"
        ".entry other(.param .u64 p)\n{\n.reg .b64 %rd<4>;\nld.param.u64 %rd1, [p];\nld.global.nc.b64 %rd2, [%rd1+8];\n"
        "st.global.b64 [%rd1], 1;\nret;\n}\n";
    device_memory memory;
    const loaded_module module(text, memory, 0);
    void* output = memory.allocate(16, 0);
    memory.mark_written(output, 8);
    void* const arguments[] = {&output};
    machine device(memory, {});
    for (int round = 0; round < 3; ++round) {
        for (const std::string name : {"k", "other"}) {
            const program* const kernel = module.find_kernel(name);
            EXPECT_EQ(fault_of([&] {
                          device.run({kernel, {1, 1, 1}, {1, 1, 1}, take_arguments(*kernel, arguments), 0});
                      }),
                      "")
                << name << ", round " << round;
        }
    }
}

}  // namespace
}  // namespace softknee_emulator::test
