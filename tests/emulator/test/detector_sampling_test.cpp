// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <emulator/interpreter/block_order.hpp>
#include <emulator/test/instruction_check.hpp>

/// Grids that are too large to be run whole, over memory that is too large to be touched whole.
namespace softknee_emulator::test {
namespace {

constexpr std::uint64_t most_blocks_of_a_grid = (std::uint64_t(1) << 31) - 1;
constexpr std::size_t bytes_of_a_block = 512;

/// A kernel in which each block writes the first of its bytes of `p`, and adds 1 to `count`.
constexpr const char* text =
    ".version 9.0\n.target sm_90\n.address_size 64\n.visible .global .align 8 .u64 count;\n"
    ".entry k(.param .u64 p)\n{\n.reg .b64 %rd<4>;\n.reg .b32 %r<4>;\nld.param.u64 %rd1, [p];\nmov.u32 %r1, %ctaid.x;\n"
    "mad.wide.u32 %rd2, %r1, 512, %rd1;\nst.global.u8 [%rd2], 1;\nred.global.add.u64 [count], 1;\nret;\n}\n";

class huge_launch {
public:
    huge_launch() : module_(text, memory_, 0), output_(memory_.allocate(std::size_t(1) << 40, 0)) {}

    machine_statistics run(const machine_options& options) {
        void* const arguments[] = {&output_};
        const program* const kernel = module_.find_kernel("k");
        machine device(memory_, options);
        device.run({kernel,
                    {static_cast<unsigned>(most_blocks_of_a_grid), 1, 1},
                    {1, 1, 1},
                    take_arguments(*kernel, arguments),
                    0});
        return device.statistics();
    }
    bool has_run(std::uint64_t block) { return memory_.find(output_)->written[block * bytes_of_a_block] != 0; }
    std::uint64_t count() const { return *static_cast<const std::uint64_t*>(module_.find_variable("count").first); }
    void* output() { return output_; }

private:
    device_memory memory_;
    loaded_module module_;
    void* output_;
};

TEST(block_sampling, runs_the_ends_and_what_lies_around_powers_of_two) {
    for (const turn_order order : {turn_order::ascending, turn_order::descending, turn_order::random}) {
        huge_launch launch;
        ASSERT_NE(launch.output(), nullptr);
        machine_options options;
        options.order = order;
        const machine_statistics statistics = launch.run(options);
        for (std::uint64_t i = 0; i < 4; ++i) {
            EXPECT_TRUE(launch.has_run(i)) << i;
            EXPECT_TRUE(launch.has_run(most_blocks_of_a_grid - 1 - i)) << i;
        }
        for (std::uint64_t power = 8; power < most_blocks_of_a_grid; power *= 2) {
            EXPECT_TRUE(launch.has_run(power - 1)) << power;
            EXPECT_TRUE(launch.has_run(power)) << power;
            EXPECT_TRUE(launch.has_run(power + 1)) << power;
        }
        EXPECT_FALSE(launch.has_run(most_blocks_of_a_grid));
        // Those 95, and some 32 others.
        EXPECT_GE(statistics.blocks, 120u);
        EXPECT_LE(statistics.blocks, 127u);
        EXPECT_EQ(statistics.blocks, launch.count());
        EXPECT_EQ(statistics.threads, statistics.blocks);
        EXPECT_EQ(statistics.launches, 1u);
    }
}

TEST(block_sampling, finds_what_goes_wrong_in_the_last_block) {
    // An offset of 32 bits is right in the first blocks and far away in later ones.
    const std::string wrong =
        ".version 9.0\n.target sm_90\n.address_size 64\n.entry k(.param .u64 p)\n{\n.reg .b64 %rd<4>;\n"
        ".reg .b32 %r<4>;\nld.param.u64 %rd1, [p];\nmov.u32 %r1, %ctaid.x;\nmul.lo.s32 %r2, %r1, 512;\n"
        "cvt.s64.s32 %rd2, %r2;\nadd.s64 %rd1, %rd1, %rd2;\nst.global.u8 [%rd1], 1;\nret;\n}\n";
    device_memory memory;
    const loaded_module module(wrong, memory, 0);
    void* output = memory.allocate(std::size_t(1) << 40, 0);
    void* const arguments[] = {&output};
    const program* const kernel = module.find_kernel("k");
    machine device(memory, {});
    const std::string found = fault_of([&] {
        device.run({kernel, {1u << 30, 1, 1}, {1, 1, 1}, take_arguments(*kernel, arguments), 0});
    });
    EXPECT_NE(found.find("block 4194304"), std::string::npos) << found;
}

std::set<std::uint64_t> chosen(std::uint64_t blocks, const machine_options& options) {
    const std::vector<std::uint64_t> order = block_order(blocks, options);
    const std::set<std::uint64_t> distinct(order.begin(), order.end());
    EXPECT_EQ(distinct.size(), order.size()) << "a block is run twice";
    return distinct;
}

TEST(block_sampling, begins_above_the_limit) {
    machine_options options;
    options.most_blocks = 1000;
    std::vector<std::uint64_t> all(1000);
    std::iota(all.begin(), all.end(), std::uint64_t(0));
    EXPECT_EQ(block_order(1000, options), all);
    const std::set<std::uint64_t> some = chosen(1001, options);
    EXPECT_LT(some.size(), 100u);
    EXPECT_EQ(*some.begin(), 0u);
    EXPECT_EQ(*some.rbegin(), 1000u);
    for (const std::uint64_t blocks : {0, 1, 2, 3, 7}) {
        options.most_blocks = blocks == 0 ? 0 : blocks - 1;
        EXPECT_EQ(chosen(blocks, options).size(), blocks);
    }
}

TEST(block_sampling, is_the_same_for_a_seed_in_any_order) {
    machine_options options;
    options.most_blocks = 10;
    const std::set<std::uint64_t> first = chosen(1 << 20, options);
    for (const turn_order order : {turn_order::descending, turn_order::random}) {
        options.order = order;
        EXPECT_EQ(chosen(1 << 20, options), first);
    }
    options.seed = 2;
    EXPECT_NE(chosen(1 << 20, options), first);
}

TEST(block_sampling, keeps_the_order_that_is_asked_for) {
    // Each block takes a number.
    const kernel_text kernel{
        "mov.u32 %r1, %ctaid.x;\natom.global.add.u64 %rd1, [turn], 1;\nmad.wide.u32 %rd2, %r1, 8, %out;\n"
        "st.global.b64 [%rd2], %rd1;",
        ".global .align 8 .u64 turn;"};
    run_options options;
    options.grid = {50, 1, 1};
    options.words = 50;
    std::vector<std::uint64_t> ascending(50);
    std::iota(ascending.begin(), ascending.end(), std::uint64_t(0));
    const std::vector<std::uint64_t> descending(ascending.rbegin(), ascending.rend());
    EXPECT_EQ(run(kernel, options), ascending);
    options.machine.order = turn_order::descending;
    EXPECT_EQ(run(kernel, options), descending);
    options.machine.order = turn_order::random;
    std::vector<std::uint64_t> random = run(kernel, options);
    EXPECT_EQ(run(kernel, options), random) << "the seed is the same";
    EXPECT_NE(random, ascending);
    EXPECT_NE(random, descending);
    std::sort(random.begin(), random.end());
    EXPECT_EQ(random, ascending);
}

}  // namespace
}  // namespace softknee_emulator::test
