// SPDX-License-Identifier: Apache-2.0
#include <emulator/interpreter/block_order.hpp>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

namespace softknee_emulator {
namespace {

/// The first and the last, those around the powers of two, where an index of too few bits goes wrong, and a few others.
std::vector<std::uint64_t> selected(std::uint64_t blocks, std::uint64_t seed) {
    constexpr std::uint64_t at_the_ends = 4;
    constexpr int others = 32;
    std::set<std::uint64_t> chosen;
    const auto add = [&](std::uint64_t block) {
        if (block < blocks) chosen.insert(block);
    };
    for (std::uint64_t i = 0; i < at_the_ends; ++i) {
        add(i);
        add(blocks - 1 - i);
    }
    for (std::uint64_t power = 1; power < blocks; power *= 2) {
        for (std::uint64_t near = 0; near < 3; ++near) add(power - 1 + near);
    }
    std::mt19937_64 generator(seed);
    for (int i = 0; i < others; ++i) add(generator() % blocks);
    return {chosen.begin(), chosen.end()};
}

}  // namespace

std::vector<std::uint64_t> block_order(std::uint64_t blocks, const machine_options& options) {
    std::vector<std::uint64_t> order;
    if (blocks > options.most_blocks) {
        order = selected(blocks, options.seed);
    } else {
        order.resize(blocks);
        std::iota(order.begin(), order.end(), std::uint64_t(0));
    }
    if (options.order == turn_order::descending) std::reverse(order.begin(), order.end());
    if (options.order == turn_order::random) {
        std::mt19937_64 generator(options.seed);
        std::shuffle(order.begin(), order.end(), generator);
    }
    return order;
}

}  // namespace softknee_emulator
