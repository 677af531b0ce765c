// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// Threads that meet where they should not, or wait where nobody comes.
namespace softknee_emulator::test {
namespace {

run_options threads(unsigned count, turn_order order) {
    run_options options;
    options.block = {count, 1, 1};
    options.words = 256;
    options.machine.order = order;
    return options;
}

class meeting_detector : public testing::TestWithParam<turn_order> {
protected:
    void expect_wrong(const std::string& body, unsigned count, std::initializer_list<std::string> parts) const {
        expect_fault({lane + body}, threads(count, GetParam()), parts);
    }
    void expect_right(const std::string& body, unsigned count) const {
        expect_no_fault({lane + body}, threads(count, GetParam()));
    }
    const std::string lane = "mov.u32 %r0, %tid.x;\nmov.u32 %r1, %laneid;\n";
};

INSTANTIATE_TEST_SUITE_P(orders, meeting_detector,
                         testing::Values(turn_order::ascending, turn_order::descending, turn_order::random),
                         [](const auto& test) {
                             return test.param == turn_order::ascending    ? "ascending"
                                    : test.param == turn_order::descending ? "descending"
                                                                           : "random";
                         });

/// Each operation that has a mask of lanes, up to the mask.
const std::vector<std::string> masked_operations = {"bar.warp.sync ",
                                                    "shfl.sync.bfly.b32 %r2, %r0, 0, 31, ",
                                                    "vote.sync.any.pred %p2, %p1, ",
                                                    "vote.sync.ballot.b32 %r2, %p1, ",
                                                    "match.any.sync.b32 %r2, %r0, ",
                                                    "match.all.sync.b32 %r2|%p2, %r0, ",
                                                    "redux.sync.add.u32 %r2, %r0, "};

TEST_P(meeting_detector, finds_a_thread_outside_of_its_own_mask) {
    for (const std::string& operation : masked_operations) {
        expect_wrong(operation + "0xfffffffe;", 32, {"not in its own mask", "kernel k, block 0, thread 0", operation});
        expect_wrong(operation + "0;", 32, {"not in its own mask"});
        expect_right(operation + "0xffffffff;", 32);
        expect_right("setp.eq.u32 %p1, %r1, 0;\n@%p1 ret;\n" + operation + "0xfffffffe;", 32);
    }
}

TEST_P(meeting_detector, finds_lanes_of_the_mask_that_have_ended) {
    for (const std::string& operation : masked_operations) {
        // Some are gone before the others come, or come before the others go.
        const std::string some_end = "setp.ge.u32 %p1, %r1, 16;\n@%p1 exit;\n";
        const std::string text = fault_of({lane + some_end + operation + "-1;"}, threads(32, GetParam()));
        EXPECT_TRUE(text.find("has ended") != std::string::npos || text.find("deadlock") != std::string::npos) << text;
        EXPECT_NE(text.find(operation), std::string::npos) << text;
        expect_right(some_end + operation + "0xffff;", 32);
        // Lanes that the block does not have.
        expect_wrong(operation + "-1;", 40, {"of the mask has ended", operation});
        expect_right("setp.ge.u32 %p1, %r0, 32;\nselp.b32 %r3, 0xff, -1, %p1;\n" + operation + "%r3;", 40);
    }
}

TEST_P(meeting_detector, finds_different_masks) {
    for (const std::string& operation : masked_operations) {
        const std::string mask = "setp.lt.u32 %p1, %r1, 16;\nselp.b32 %r3, 0xffff, LAST, %p1;\n";
        std::string overlapping = mask, apart = mask;
        overlapping.replace(overlapping.find("LAST"), 4, "-1");
        apart.replace(apart.find("LAST"), 4, "0xffff0000");
        const std::string text = fault_of({lane + overlapping + operation + "%r3;"}, threads(32, GetParam()));
        EXPECT_TRUE(text.find("different masks") != std::string::npos || text.find("has ended") != std::string::npos ||
                    text.find("deadlock") != std::string::npos)
            << text;
        expect_right(apart + operation + "%r3;", 32);
    }
    expect_wrong(
        "xor.b32 %r3, %r1, 0;\nsetp.eq.u32 %p1, %r1, 0;\nselp.b32 %r3, 3, 1, %p1;\nsetp.gt.u32 %p2, %r1, 1;\n"
        "@%p2 ret;\nor.b32 %r3, %r3, 2;\nsetp.eq.u32 %p1, %r1, 1;\n@%p1 mov.b32 %r3, 7;\nbar.warp.sync %r3;",
        32, {""});
}

TEST_P(meeting_detector, finds_a_shuffle_that_reads_a_lane_without_part) {
    const std::string half = "setp.ge.u32 %p1, %r1, 16;\n@%p1 bra done;\n";
    expect_wrong(half + "shfl.sync.down.b32 %r2, %r0, 1, 31, 0xffff;\ndone:", 32,
                 {"lane 15 reads lane 16, which takes no part", "at: shfl.sync.down"});
    expect_wrong(half + "shfl.sync.bfly.b32 %r2, %r0, 16, 31, 0xffff;\ndone:", 32, {"which takes no part"});
    expect_wrong(half + "shfl.sync.idx.b32 %r2, %r0, 20, 31, 0xffff;\ndone:", 32,
                 {"reads lane 20, which takes no part"});
    expect_right(half + "shfl.sync.down.b32 %r2, %r0, 1, 0x100f, 0xffff;\ndone:", 32);
    expect_right(half + "shfl.sync.bfly.b32 %r2, %r0, 8, 31, 0xffff;\ndone:", 32);
    expect_right(half + "shfl.sync.idx.b32 %r2, %r0, 15, 31, 0xffff;\ndone:", 32);
}

TEST_P(meeting_detector, finds_divergent_barriers) {
    // Half of the threads at one __syncthreads, half at another.
    expect_wrong("setp.lt.u32 %p1, %r0, 32;\n@%p1 bra low;\nbar.sync 0;\nbra done;\nlow:\nbarrier.sync 0;\ndone:", 64,
                 {"divergent barrier", "bar.sync 0", "kernel k, block 0, thread"});
    expect_right("setp.lt.u32 %p1, %r0, 32;\n@%p1 bra low;\nadd.u32 %r2, %r0, 1;\nlow:\nbar.sync 0;", 64);
    // The second halves of two kinds of threads at two numbers of barriers are right.
    expect_right("setp.lt.u32 %p1, %r0, 32;\n@%p1 bra low;\nbar.sync 1, 32;\nbra done;\nlow:\nbar.sync 2, 32;\ndone:",
                 64);
}

TEST_P(meeting_detector, finds_deadlocks) {
    const std::string halves = "setp.lt.u32 %p1, %r1, 16;\n@%p1 bra low;\n";
    // Within a warp, half at the barrier of the block and half waiting for the whole warp.
    expect_wrong(halves + "bar.warp.sync -1;\nbra done;\nlow:\nbar.sync 0;\ndone:", 32,
                 {"deadlock: 32 threads wait", "kernel k, block 0, thread 0"});
    expect_wrong(halves + "bar.sync 1;\nbra done;\nlow:\nbar.sync 0;\ndone:", 32, {"deadlock: 32 threads wait"});
    expect_wrong("bar.sync 0, 64;", 32, {"deadlock: 32 threads wait", "at: bar.sync 0, 64"});
    // The same operation in two branches is not the same place.
    expect_wrong(halves + "vote.sync.any.pred %p2, %p1, -1;\nbra done;\nlow:\nvote.sync.all.pred %p2, %p1, -1;\ndone:",
                 32, {"deadlock"});
    expect_right(halves +
                     "vote.sync.any.pred %p2, %p1, 0xffff0000;\nbra done;\nlow:\nvote.sync.all.pred %p2, %p1, 0xffff;\n"
                     "done:\nbar.warp.sync -1;\nbar.sync 0;",
                 32);
    expect_right("bar.sync 0, 32;", 32);
}

}  // namespace
}  // namespace softknee_emulator::test
