// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include <bench/host_copy.hpp>
#include <bench/measure.hpp>
#include <bench/pointwise_bench.hpp>
#include <bench/tensor_ring.hpp>
#include <softknee/error.hpp>

namespace {

using softknee::bench::arm;
using softknee::bench::cache_state;
using softknee::bench::measure;
using softknee::bench::on_host_clock;
using softknee::bench::pointwise_bench;
using softknee::bench::rotation_for;

/// Arms that take a set time each on a clock of their own.
struct simulated_machine {
    double now = 0;
    std::vector<char> calls;

    arm taking(char name, double seconds) {
        return on_host_clock(
            [this, name, seconds] {
                now += seconds;
                calls.push_back(name);
            },
            [this] { return now; });
    }
};

TEST(measure, gives_the_time_of_one_call_however_many_make_a_sample) {
    simulated_machine machine;
    const std::array arms{machine.taking('a', 0.25), machine.taking('b', 1.0)};
    const auto timings =
        measure(arms, {.seconds = 0, .sample_seconds = 1.0, .minimum_samples = 5}, [&] { return machine.now; });
    EXPECT_EQ(timings[0].calls_per_sample, 4);
    EXPECT_EQ(timings[1].calls_per_sample, 1);
    EXPECT_EQ(timings[0].median_s, 0.25);
    EXPECT_EQ(timings[1].median_s, 1.0);
    EXPECT_EQ(timings[0].samples, 5);
    EXPECT_EQ(timings[0].spread, 0);
}

TEST(measure, divides_the_time_of_a_run_by_its_calls) {
    const std::array<arm, 1> arms{arm{[](int runs) { return 20.0 * runs; }, 10}};
    const auto timings = measure(arms, {.seconds = 0, .sample_seconds = 30}, [] { return 0.0; });
    EXPECT_EQ(timings[0].median_s, 2.0);
    EXPECT_EQ(timings[0].calls_per_sample, 20);
}

TEST(measure, takes_the_arms_in_turns_and_in_both_orders) {
    simulated_machine machine;
    const std::array arms{machine.taking('a', 1.0), machine.taking('b', 1.0)};
    measure(arms, {.seconds = 0, .sample_seconds = 0.5, .minimum_samples = 3}, [&] { return machine.now; });
    const std::vector<char> last_three_rounds(machine.calls.end() - 6, machine.calls.end());
    EXPECT_EQ(last_three_rounds, (std::vector{'a', 'b', 'b', 'a', 'a', 'b'}));
}

TEST(measure, one_disturbed_sample_moves_the_spread_but_not_the_median) {
    simulated_machine machine;
    int calls = 0;
    // One call to warm up and one to calibrate, then the samples 1, 1, 1, 9, 5 seconds.
    const std::array<double, 7> seconds{1, 1, 1, 1, 1, 9, 5};
    const auto call = [&] { machine.now += seconds[static_cast<std::size_t>(calls++)]; };
    const std::array<arm, 1> arms{on_host_clock(call, [&] { return machine.now; })};
    const auto timings =
        measure(arms, {.seconds = 0, .sample_seconds = 0.5, .minimum_samples = 5}, [&] { return machine.now; });
    EXPECT_EQ(timings[0].median_s, 1.0);
    EXPECT_EQ(timings[0].fastest_s, 1.0);
    EXPECT_EQ(timings[0].slowest_s, 9.0);
    EXPECT_EQ(timings[0].spread, 4.0);
}

TEST(measure, goes_on_until_the_time_is_up) {
    simulated_machine machine;
    const std::array arms{machine.taking('a', 1.0)};
    const auto timings =
        measure(arms, {.seconds = 20, .sample_seconds = 0.5, .minimum_samples = 3}, [&] { return machine.now; });
    EXPECT_EQ(timings[0].samples, 20);
}

TEST(host_copy, copies_every_byte_and_none_beyond) {
    std::vector<std::byte> source(3 * 4096 + 2);
    for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<std::byte>(i % 251 + 1);
    for (const int threads : {1, 2, 3, 5}) {
        for (const std::size_t bytes : {0, 1, 4095, 4096, 4097, 2 * 4096, 3 * 4096 + 1}) {
            std::vector<std::byte> destination(source.size());
            softknee::bench::copy_on_host(source.data(), destination.data(), bytes, threads);
            std::vector<std::byte> expected(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(bytes));
            expected.resize(source.size());
            EXPECT_EQ(destination, expected) << threads << " threads, " << bytes << " bytes";
        }
    }
}

TEST(host_copy, merges_every_byte_and_none_beyond) {
    struct alignas(16) bytes_16 {
        std::array<std::byte, 16> bytes;
    };
    constexpr std::size_t most = 513;
    std::vector<bytes_16> first(most);
    std::vector<bytes_16> second(most);
    for (std::size_t i = 0; i < most; ++i) {
        first[i].bytes.fill(static_cast<std::byte>(i));
        second[i].bytes.fill(static_cast<std::byte>(i + 1));
    }
    for (const int threads : {1, 2, 3}) {
        for (const std::size_t count : {std::size_t(0), std::size_t(1), std::size_t(256), std::size_t(512)}) {
            for (const bool past_caches : {false, true}) {
                std::vector<bytes_16> merged(most);
                softknee::bench::merge_on_host(first[0].bytes.data(), second[0].bytes.data(), merged[0].bytes.data(),
                                               count * sizeof(bytes_16), threads, past_caches);
                for (std::size_t i = 0; i < most; ++i) {
                    const auto expected = i < count ? static_cast<std::byte>(i ^ (i + 1)) : std::byte{};
                    ASSERT_EQ(merged[i].bytes[15], expected) << i << " of " << count << ", " << threads << " threads";
                }
            }
        }
    }
}

TEST(pointwise_bench, measures_every_pass_of_an_odd_count) {
    using softknee::pass;
    const auto type = softknee::dtype::float64;
    pointwise_bench bench(softknee::memory::host, type, 1, 1, cache_state::hot);
    for (const auto direction : {pass::forward, pass::backward_from_input, pass::backward_from_output}) {
        const auto measured = bench.run(softknee::elu{}, direction, {.seconds = 0, .sample_seconds = 1e-6});
        const auto moved = softknee::bench::traffic_of(direction, type, 1);
        EXPECT_EQ(moved.total_bytes(), direction == pass::forward ? 16 : 24);
        EXPECT_GT(measured.bytes_per_second, 0);
        EXPECT_DOUBLE_EQ(measured.bytes_per_second * measured.activation.median_s,
                         static_cast<double>(moved.total_bytes()));
        EXPECT_DOUBLE_EQ(measured.ceiling_fraction * measured.ceiling.bytes_per_second(), measured.bytes_per_second);
    }
    // memcpy beside the forward pass, both loops beside the first gradient, the faster of them beside the second
    EXPECT_EQ(bench.ceilings().size(), 3u);
}

TEST(rotation, takes_as_many_slots_as_overflow_the_cache_three_times) {
    EXPECT_EQ(rotation_for(cache_state::cold, 1000, 1000).slots, 3);
    EXPECT_EQ(rotation_for(cache_state::cold, 999, 1000).slots, 4);
    EXPECT_EQ(rotation_for(cache_state::cold, 3001, 1000).slots, 1);
    EXPECT_EQ(rotation_for(cache_state::cold, 3, 1024).slots, 1024);
    EXPECT_EQ(rotation_for(cache_state::hot, 1, 1 << 20).slots, 1);
}

TEST(rotation, calls_nothing_cold_that_is_not) {
    EXPECT_THROW(rotation_for(cache_state::cold, 3, 1025), softknee::parameter_error);
    EXPECT_THROW(rotation_for(cache_state::cold, 1 << 20, 0), softknee::parameter_error);
}

TEST(tensor_ring, has_the_same_numbers_in_every_slot_apart_from_each_other) {
    const auto place = softknee::bench::make_place(softknee::memory::host, 1);
    constexpr std::int64_t count = 129;
    const softknee::tensor_shape shape(std::array{count});
    softknee::bench::tensor_ring ring(*place, softknee::dtype::float32, shape, 3);
    const auto values = [&](int slot) {
        const auto* first = static_cast<const float*>(ring[slot].data());
        return std::vector<float>(first, first + count);
    };
    EXPECT_EQ(values(1), values(0));
    EXPECT_EQ(values(2), values(0));
    EXPECT_NE(values(0)[0], values(0)[1]);
    EXPECT_EQ(ring.data(1) - ring.data(0), 768);
}

}  // namespace
