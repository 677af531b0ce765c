// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <emulator/test/instruction_check.hpp>

/// cp.async and the groups that a thread waits for.
namespace softknee_emulator::test {
namespace {

const std::string ring = ".shared .align 16 .b8 ring[48];";
const std::string table = ".global .align 16 .b64 table[4] = {0x1111111111111111, 0x2222222222222222, 3, 4};\n" + ring;
const std::string addresses = "mov.b64 %rd1, table;\nmov.b32 %r1, ring;\n";
const std::string give_first_words = "ld.shared.v2.b64 {%rd2, %rd3}, [ring];\nst.global.v2.b64 [%out], {%rd2, %rd3};\n";

TEST(asynchronous_copies, bring_each_width_to_shared_memory) {
    for (const std::string copy :
         {"cp.async.cg.shared.global [%r1], [%rd1], 16;", "cp.async.ca.shared::cta.global [%r1], [%rd1], 16, 16;",
          "cp.async.cg.shared.global.L2::128B [%r1+0], [%rd1+0], 16;",
          "cp.async.ca.shared.global [%r1], [%rd1], 8;\ncp.async.ca.shared.global [%r1+8], [%rd1+8], 8;",
          "cp.async.ca.shared.global [%r1], [%rd1], 4;\ncp.async.ca.shared.global [%r1+4], [%rd1], 4;\n"
          "cp.async.ca.shared.global [%r1+8], [%rd1+8], 8;"}) {
        expect_words(addresses + copy + "\ncp.async.wait_all;\n" + give_first_words,
                     {0x1111111111111111, 0x2222222222222222}, table);
    }
}

TEST(asynchronous_copies, fill_with_zeros_what_they_do_not_read) {
    const std::vector<std::vector<std::uint64_t>> expected = {
        {0, 0}, {0x11, 0}, {0x1111111111, 0}, {0x1111111111111111, 0}, {0x1111111111111111, 0x22222222222222}};
    const int sizes[] = {0, 1, 5, 8, 15};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        expect_words(addresses + "mov.b32 %r2, " + std::to_string(sizes[i]) +
                         ";\ncp.async.cg.shared.global [%r1], [%rd1], 16, %r2;\ncp.async.wait_all;\n" +
                         give_first_words,
                     expected[i], table);
    }
}

TEST(asynchronous_copies, are_there_when_their_group_has_been_waited_for) {
    const std::string three_groups = addresses +
                                     "cp.async.cg.shared.global [%r1], [%rd1], 16;\ncp.async.commit_group;\n"
                                     "cp.async.cg.shared.global [%r1+16], [%rd1+16], 16;\ncp.async.commit_group;\n"
                                     "cp.async.cg.shared.global [%r1+32], [%rd1], 16;\ncp.async.commit_group;\n";
    for (const int waiting : {0, 1, 2, 3, 4}) {
        for (const int group : {0, 1, 2}) {
            const std::string body = three_groups + "cp.async.wait_group " + std::to_string(waiting) +
                                     ";\nld.shared.b64 %rd2, [ring+" + std::to_string(16 * group) + "];";
            if (group < 3 - waiting) {
                expect_no_fault({body, table}, {});
            } else {
                expect_fault({body, table}, {}, {"uninitialised shared memory", "byte 0 of a load of 8 bytes"});
            }
        }
    }
}

TEST(asynchronous_copies, that_no_group_has_are_waited_for_by_wait_all_alone) {
    const std::string copy = addresses + "cp.async.cg.shared.global [%r1], [%rd1], 16;\n";
    expect_fault({copy + "cp.async.wait_group 0;\n" + give_first_words, table}, {}, {"uninitialised shared memory"});
    expect_no_fault({copy + "cp.async.wait_all;\nld.shared.b64 %rd2, [ring];", table}, {});
}

TEST(asynchronous_copies, take_away_what_was_there) {
    expect_fault({addresses + "st.shared.b64 [ring], 1;\ncp.async.cg.shared.global [%r1], [%rd1], 16;\n" +
                      "ld.shared.b64 %rd2, [ring];",
                  table},
                 {}, {"uninitialised shared memory"});
}

TEST(asynchronous_copies, reach_other_threads_through_a_barrier) {
    const std::string body = addresses +
                             "mov.u32 %r3, %tid.x;\nsetp.ne.u32 %p1, %r3, 0;\n@%p1 bra others;\n"
                             "cp.async.cg.shared.global [%r1], [%rd1], 16;\ncp.async.wait_all;\nothers:\n";
    run_options two;
    two.block = {2, 1, 1};
    expect_no_fault({body + "bar.sync 0;\nld.shared.b64 %rd2, [ring];", table}, two);
    expect_fault({body + "ld.shared.b64 %rd2, [ring];", table}, two, {"race in shared memory"});
}

TEST(asynchronous_copies, are_checked_like_other_accesses) {
    const auto copy = [](const std::string& target, const std::string& source, const std::string& size) {
        return kernel_text{
            addresses + "mov.b32 %r2, 17;\ncp.async.cg.shared.global [" + target + "], [" + source + "], " + size + ";",
            table};
    };
    expect_fault(copy("%r1+8", "%rd1", "16"), {}, {"misaligned: store of 16 bytes"});
    expect_fault(copy("%r1", "%rd1+8", "16"), {}, {"misaligned: asynchronous copy of 16 bytes"});
    expect_fault(copy("%r1", "%rd1+32", "16"), {}, {"out of bounds: load of 16 bytes"});
    expect_fault(copy("%r1+48", "%rd1", "16"), {}, {"out of bounds: store of 16 bytes"});
    expect_fault(copy("%r1", "%rd1", "16, %r2"), {}, {"more bytes than it writes"});
}

TEST(asynchronous_copies, of_other_kinds_are_refused) {
    const auto refuse = [](const std::string& instruction, const std::string& why) {
        expect_fault({addresses + instruction, table}, {}, {"unsupported PTX", why});
    };
    refuse("cp.async.cg.shared.global [%r1], [%rd1], 8;", "this many bytes");
    refuse("cp.async.ca.shared.global [%r1], [%rd1], 2;", "this many bytes");
    refuse("cp.async.ca.shared.global [%r1], [%rd1], %r1;", "not a number");
    refuse("cp.async.shared.global [%r1], [%rd1], 16;", "neither .ca nor .cg");
    refuse("cp.async.ca.global.global [%rd1], [%rd1], 16;", "from global to shared");
    refuse("cp.async.ca.shared.global.noinc [%r1], [%rd1], 16;", ".noinc");
    refuse("cp.async.bulk.commit_group;", ".bulk");
    refuse("cp.reduce.async.bulk.global.shared::cta.bulk_group.add.u32 [%rd1], [%r1], 16;", ".reduce");
}

}  // namespace
}  // namespace softknee_emulator::test
