// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

namespace softknee_emulator::test {
namespace {

run_options threads(unsigned count) {
    run_options options;
    options.block = {count, 1, 1};
    options.words = count;
    return options;
}

/// Expects thread t to leave `expected(t)` in %rd0, after a body that finds t in %r0 and lane * lane + 7 in %r1.
void expect_by_thread(const std::string& body, unsigned count, const std::function<std::uint64_t(unsigned)>& expected) {
    std::vector<std::uint64_t> words;
    for (unsigned t = 0; t < count; ++t) words.push_back(expected(t));
    for (const turn_order order : {turn_order::ascending, turn_order::descending, turn_order::random}) {
        run_options options = threads(count);
        options.machine.order = order;
        expect_output({"mov.u32 %r0, %tid.x;\nmov.u32 %r1, %laneid;\nmad.lo.u32 %r1, %r1, %r1, 7;\nmov.b64 %rd0, 0;\n" +
                       body + "\nmad.wide.u32 %rd15, %r0, 8, %out;\nst.global.b64 [%rd15], %rd0;"},
                      options, words);
    }
}
std::uint64_t value_of(unsigned lane) {
    return lane * lane + 7;
}

/// What the shuffles of segments of `width` lanes give, by lanes: the lane itself if the source is beyond the segment.
TEST(warp_instructions, shuffle_within_segments) {
    for (unsigned width = 1; width <= 32; width *= 2) {
        for (const unsigned distance : {0u, 1u, 2u, 5u, 16u, 31u}) {
            struct mode {
                std::string name;
                unsigned control;
                std::function<int(int lane, int first, int last)> source;
            };
            const auto b = static_cast<int>(distance);
            const std::vector<mode> modes = {
                {"up", (32 - width) << 8, [b](int lane, int first, int) { return lane - b < first ? -1 : lane - b; }},
                {"down", (32 - width) << 8 | 31,
                 [b](int lane, int, int last) { return lane + b > last ? -1 : lane + b; }},
                {"bfly", (32 - width) << 8 | 31,
                 [b](int lane, int, int last) { return (lane ^ b) > last ? -1 : lane ^ b; }},
                {"idx", (32 - width) << 8 | 31,
                 [b, width](int, int first, int) { return first + b % static_cast<int>(width); }}};
            for (const mode& m : modes) {
                expect_by_thread(
                    "shfl.sync." + m.name + ".b32 %r2|%p1, %r1, " + std::to_string(distance) + ", " +
                        std::to_string(m.control) + ", -1;\nselp.b32 %r3, 1, 0, %p1;\nmov.b64 %rd0, {%r2, %r3};",
                    32, [&](unsigned t) {
                        const unsigned first = t / width * width;
                        const int source =
                            m.source(static_cast<int>(t), static_cast<int>(first), static_cast<int>(first + width - 1));
                        return source < 0 ? value_of(t) : value_of(static_cast<unsigned>(source)) | 1ull << 32;
                    });
            }
        }
    }
}

TEST(warp_instructions, shuffle_by_each_lanes_own_distance_and_clamp) {
    // The distance is cut to 5 bits; lane t asks for lane 31 - t.
    expect_by_thread("sub.u32 %r2, 63, %r0;\nshfl.sync.idx.b32 %rd0, %r1, %r2, 31, 0xffffffff;", 32,
                     [](unsigned t) { return value_of(31 - t); });
    // A clamp of 15 without segments ends the lanes that are read at 15.
    expect_by_thread("shfl.sync.down.b32 %rd0, %r1, 4, 15, -1;", 32,
                     [](unsigned t) { return value_of(t + 4 <= 15 ? t + 4 : t); });
    // A clamp of 8 in up: no lane below 8 is read.
    expect_by_thread("shfl.sync.up.b32 %rd0, %r1, 4, 8, -1;", 32,
                     [](unsigned t) { return value_of(t >= 12 ? t - 4 : t); });
}

TEST(warp_instructions, shuffle_some_lanes_of_several_warps) {
    // Lanes below 8 of each warp exchange with their neighbours; the others do not take part.
    expect_by_thread(
        "mov.u32 %r4, %laneid;\nsetp.ge.u32 %p1, %r4, 8;\n@%p1 bra done;\nadd.u32 %r1, %r1, %r0;\n"
        "shfl.sync.bfly.b32 %rd0, %r1, 1, 0x1f, 0xff;\ndone:",
        72, [](unsigned t) { return t % 32 < 8 ? value_of((t % 32) ^ 1) + (t ^ 1) : 0; });
}

TEST(warp_instructions, vote) {
    struct row {
        std::string condition;
        std::uint32_t ballot;
    };
    for (const row& r : std::vector<row>{{"setp.lt.u32 %p1, %r0, 32;", 0xffffffff},
                                         {"setp.lt.u32 %p1, %r0, 0;", 0},
                                         {"setp.lt.u32 %p1, %r0, 5;", 0x1f},
                                         {"setp.eq.u32 %p1, %r0, 31;", 0x80000000}}) {
        const auto check = [&](const std::string& mode, bool answer) {
            expect_by_thread(r.condition + "\nvote.sync." + mode + ".pred %p2, %p1, -1;\nselp.b64 %rd0, 1, 0, %p2;", 32,
                             [answer](unsigned) { return answer; });
        };
        check("all", r.ballot == 0xffffffff);
        check("any", r.ballot != 0);
        check("uni", r.ballot == 0xffffffff || r.ballot == 0);
        expect_by_thread(r.condition + "\nvote.sync.ballot.b32 %rd0, %p1, -1;", 32, [&](unsigned) { return r.ballot; });
        expect_by_thread(r.condition + "\nvote.sync.ballot.b32 %rd0, !%p1, -1;", 32,
                         [&](unsigned) { return static_cast<std::uint32_t>(~r.ballot); });
    }
    // Four lanes of a warp; the others count for nothing.
    expect_by_thread(
        "mov.u32 %r4, %laneid;\nsetp.ge.u32 %p1, %r4, 4;\n@%p1 bra done;\nsetp.ne.u32 %p2, %r4, 2;\n"
        "vote.sync.ballot.b32 %r5, %p2, 15;\nvote.sync.all.pred %p3, %p2, 15;\nvote.sync.any.pred %p4, !%p2, 15;\n"
        "selp.b32 %r6, 1, 0, %p3;\nselp.b32 %r7, 1, 0, %p4;\nshl.b32 %r7, %r7, 1;\nor.b32 %r6, %r6, %r7;\n"
        "mov.b64 %rd0, {%r5, %r6};\ndone:",
        64, [](unsigned t) { return t % 32 < 4 ? 0x20000000b : 0; });
}

TEST(warp_instructions, match) {
    expect_by_thread("and.b32 %r2, %r0, 3;\nmatch.any.sync.b32 %rd0, %r2, -1;", 32,
                     [](unsigned t) { return 0x11111111u << (t % 4); });
    // The upper word tells them apart.
    expect_by_thread("shr.u32 %r2, %r0, 4;\nmov.b64 %rd1, {5, %r2};\nmatch.any.sync.b64 %rd0, %rd1, -1;", 32,
                     [](unsigned t) { return t < 16 ? 0x0000ffffu : 0xffff0000u; });
    expect_by_thread("mov.b64 %rd1, {5, %r0};\nmatch.any.sync.b32 %rd0, %rd1, -1;", 32,
                     [](unsigned) { return 0xffffffffu; });
    const std::string answer = "\nselp.b32 %r3, 1, 0, %p1;\nmov.b64 %rd0, {%r2, %r3};";
    expect_by_thread("match.all.sync.b32 %r2|%p1, 9, -1;" + answer, 32, [](unsigned) { return 0x1ffffffffu; });
    expect_by_thread("match.all.sync.b32 %r2|%p1, %r0, -1;" + answer, 32, [](unsigned) { return 0; });
    expect_by_thread("mov.b64 %rd1, {5, %r0};\nmatch.all.sync.b64 %r2|%p1, %rd1, -1;" + answer, 32,
                     [](unsigned) { return 0; });
    expect_by_thread("match.all.sync.b64 %r2|%p1, %out, -1;" + answer, 32, [](unsigned) { return 0x1ffffffffu; });
}

TEST(warp_instructions, reduce) {
    // Lane t holds t - 16: the sum of all is -16, the least of unsigned numbers that of lane 16.
    const std::string value = "sub.s32 %r2, %r0, 16;\n";
    struct row {
        std::string operation;
        std::uint32_t result;
    };
    for (const row& r : std::vector<row>{{"add.s32", 0xfffffff0},
                                         {"add.u32", 0xfffffff0},
                                         {"min.s32", 0xfffffff0},
                                         {"max.s32", 15},
                                         {"min.u32", 0},
                                         {"max.u32", 0xffffffff},
                                         {"and.b32", 0},
                                         {"or.b32", 0xffffffff},
                                         {"xor.b32", 0}}) {
        expect_by_thread(value + "redux.sync." + r.operation + " %rd0, %r2, -1;", 32,
                         [&](unsigned) { return r.result; });
    }
    // Three lanes only: -16, -15, -14.
    const std::string some = value + "setp.ge.u32 %p1, %r0, 3;\n@%p1 bra done;\n";
    for (const row& r : std::vector<row>{
             {"add.s32", 0xffffffd3}, {"max.u32", 0xfffffff2}, {"and.b32", 0xfffffff0}, {"xor.b32", 0xfffffff3}}) {
        expect_by_thread(some + "redux.sync." + r.operation + " %rd0, %r2, 7;\ndone:", 32,
                         [&](unsigned t) { return t < 3 ? r.result : 0; });
    }
}

TEST(warp_instructions, tell_which_lanes_are_active) {
    expect_by_thread("activemask.b32 %rd0;", 40, [](unsigned t) { return t < 32 ? 0xffffffffu : 0xffu; });
    expect_by_thread(
        "and.b32 %r2, %r0, 1;\nsetp.eq.u32 %p1, %r2, 1;\n@%p1 bra odd;\nactivemask.b32 %rd0;\nbra done;\n"
        "odd:\nactivemask.b32 %rd0;\ndone:",
        32, [](unsigned t) { return t % 2 == 1 ? 0xaaaaaaaau : 0x55555555u; });
}

TEST(warp_instructions, meet_at_barriers) {
    // Each thread reads what the last one wrote.
    for (const std::string barrier : {"bar.sync 0;", "barrier.sync 0;", "barrier.sync.aligned 0;", "bar.cta.sync 0;",
                                      "barrier.cta.sync.aligned 0;", "bar.sync 3, 96;", "bar.sync 15;"}) {
        expect_by_thread(
            ".shared .align 4 .b8 words[384];\nmov.u32 %r2, words;\nmad.lo.u32 %r3, %r0, 4, %r2;\n"
            "st.shared.u32 [%r3], %r0;\n" +
                barrier + "\nsub.u32 %r4, 95, %r0;\nmad.lo.u32 %r4, %r4, 4, %r2;\nld.shared.u32 %rd0, [%r4];",
            96, [](unsigned t) { return 95 - t; });
    }
    expect_by_thread(
        ".shared .align 4 .b8 words[384];\nmov.u32 %r2, words;\nmad.lo.u32 %r3, %r0, 4, %r2;\n"
        "st.shared.u32 [%r3], %r0;\nbar.warp.sync -1;\nxor.b32 %r4, %r0, 31;\nmad.lo.u32 %r4, %r4, 4, %r2;\n"
        "ld.shared.u32 %rd0, [%r4];",
        96, [](unsigned t) { return t ^ 31; });
}

TEST(warp_instructions, meet_again_in_a_loop) {
    // Ten rounds, in each of which a thread takes what its neighbour has.
    expect_by_thread(
        ".shared .align 4 .b8 words[256];\nmov.u32 %r2, words;\nmad.lo.u32 %r3, %r0, 4, %r2;\nadd.u32 %r4, %r0, 1;\n"
        "and.b32 %r4, %r4, 63;\nmad.lo.u32 %r4, %r4, 4, %r2;\nmov.u32 %r5, %r0;\nmov.u32 %r6, 0;\nagain:\n"
        "st.shared.u32 [%r3], %r5;\nbar.sync 0;\nld.shared.u32 %r5, [%r4];\nbar.sync 0;\nadd.u32 %r6, %r6, 1;\n"
        "setp.lt.u32 %p1, %r6, 10;\n@%p1 bra again;\ncvt.u64.u32 %rd0, %r5;",
        64, [](unsigned t) { return (t + 10) % 64; });
}

TEST(warp_instructions, do_not_wait_at_a_block_barrier_for_threads_that_have_ended) {
    const kernel_text kernel{
        "mov.u32 %r0, %tid.x;\nsetp.ge.u32 %p1, %r0, 40;\n@%p1 exit;\nbar.sync 0;\nmad.wide.u32 %rd1, %r0, 8, %out;\n"
        "st.global.b64 [%rd1], 1;"};
    for (const turn_order order : {turn_order::ascending, turn_order::descending}) {
        run_options options = threads(64);
        options.machine.order = order;
        std::vector<std::uint64_t> expected(64, 0);
        for (int t = 0; t < 40; ++t) expected[static_cast<std::size_t>(t)] = 1;
        expect_output(kernel, options, expected);
    }
}

}  // namespace
}  // namespace softknee_emulator::test
