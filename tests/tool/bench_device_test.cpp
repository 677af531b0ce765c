// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <bench/device/cudnn/function.hpp>
#include <bench/pointwise_bench.hpp>
#include <bench/tensor_ring.hpp>
#include <host/device/device_runtime.hpp>
#include <softknee/channelwise.hpp>
#include <softknee/pointwise.hpp>

/// That what the benchmarks of a device time is the work that they say. The times mean nothing here.
namespace softknee::bench {
namespace {

constexpr measure_options shortest{.seconds = 0, .sample_seconds = 0, .minimum_samples = 2};

class bench_device : public testing::Test {
protected:
    void SetUp() override {
        if (host::device_count() == 0) GTEST_SKIP() << "there is no device";
    }
};

std::vector<std::byte> bytes_of(tensor_ring& ring, int slot = 0) {
    const tensor_view tensor = ring[slot];
    std::vector<std::byte> result(bytes_for(tensor.shape().count(), tensor.type()));
    const stream stream;
    copy(tensor, {result.data(), tensor.type(), memory::host, tensor.shape()}, stream);
    stream.synchronize();
    return result;
}

std::vector<std::vector<std::byte>> bytes_of_slots(tensor_ring& ring, int slots) {
    std::vector<std::vector<std::byte>> result;
    for (int slot = 0; slot < slots; ++slot) result.push_back(bytes_of(ring, slot));
    return result;
}

TEST_F(bench_device, every_ceiling_reads_and_writes_what_a_pass_does) {
    const auto place = make_place(memory::device, 0);
    constexpr int slots = 3;
    const tensor_shape shape(std::array<std::int64_t, 1>{1087});
    tensor_ring first(*place, dtype::float32, shape, slots);
    tensor_ring second(*place, dtype::float32, shape, slots);
    // Other numbers than in `first`.
    place->run([&](const auto& where) {
        for (int slot = 0; slot < slots; ++slot) forward(gelu{}, first[slot], second[slot], where);
    });
    place->finish();
    for (tensor_ring* const other : {static_cast<tensor_ring*>(nullptr), &second}) {
        auto expected = bytes_of_slots(first, slots);
        if (other != nullptr) {
            const auto more = bytes_of_slots(*other, slots);
            for (std::size_t slot = 0; slot < slots; ++slot) {
                for (std::size_t i = 0; i < more[slot].size(); ++i) expected[slot][i] ^= more[slot][i];
            }
        }
        tensor_ring result(*place, dtype::float32, shape, slots);
        const slot_transfer transfer = [&](int slot) { return transfer_of(first, other, result, slot); };
        const auto ceilings = place->ceilings(transfer, dtype::float32, {slots, 8 * 1087});
        EXPECT_EQ(ceilings.size(), other == nullptr ? 3u : 2u);
        for (const ceiling_arm& ceiling : ceilings) {
            place->run([&](const auto& where) {
                for (int slot = 0; slot < slots; ++slot) forward(relu{}, second[slot], result[slot], where);
            });
            place->finish();
            EXPECT_NE(bytes_of_slots(result, slots), expected);
            EXPECT_GT(ceiling.timed.seconds(1), 0) << ceiling.name;
            EXPECT_EQ(bytes_of_slots(result, slots), expected) << ceiling.name;
        }
    }
}

TEST_F(bench_device, softknees_functions_in_cub_compute_the_same_bits) {
    const auto place = make_place(memory::device, 0);
    const tensor_shape shape(std::array<std::int64_t, 1>{640});
    const rotation once{1, std::int64_t(1) << 31};
    int programs = 0;
    for (const activation_information& known : catalogue()) {
        for (const dtype type : all_dtypes) {
            tensor_ring x(*place, type, shape, 1);
            tensor_ring dy(*place, type, shape, 1);
            tensor_ring expected(*place, type, shape, 1);
            tensor_ring result(*place, type, shape, 1);
            for (const pass direction : {pass::forward, pass::backward_from_input}) {
                const bool backwards = direction == pass::backward_from_input;
                const slot_transfer transfer = [&](int slot) {
                    return transfer_of(x, backwards ? &dy : nullptr, result, slot);
                };
                const auto compute_into = [&](tensor_ring& y) {
                    place->run([&](const auto& where) {
                        if (backwards) {
                            backward(known.default_activation, from_input(x[0]), dy[0], y[0], where);
                        } else {
                            forward(known.default_activation, x[0], y[0], where);
                        }
                    });
                };
                const slot_call call = [&](int) { compute_into(result); };
                const auto input = [&](int slot) { return x.data(slot); };
                for (const peer_arm& peer :
                     place->peers({known.default_activation, direction, type, 640, call, transfer, input, once})) {
                    if (peer.name != "cub::DeviceTransform") continue;
                    compute_into(expected);
                    place->run([&](const auto& where) { forward(identity{}, x[0], result[0], where); });
                    place->finish();
                    peer.timed.seconds(1);
                    EXPECT_EQ(bytes_of(result), bytes_of(expected)) << known.description.name << " " << peer.name;
                    ++programs;
                }
            }
        }
    }
    EXPECT_EQ(programs, 3 * 3 * 2);
}

/// Where cuDNN is built in and starts, that is on a GPU. One that it refuses is not a peer, so they are counted.
TEST_F(bench_device, cudnn_computes_the_functions_that_its_table_names) {
    int offered = 0;
    int named = 0;
    pointwise_bench bench(memory::device, dtype::float32, 3001, 0, cache_state::hot);
    const auto is_cudnn = [](const measured_peer& peer) { return peer.name.starts_with("cuDNN"); };
    // All runs take a quarter of an hour in the emulator, where there is none.
    if (std::ranges::none_of(bench.run(relu{}, pass::forward, shortest).peers, is_cudnn)) {
        GTEST_SKIP() << "there is no cuDNN";
    }
    for (const activation_information& known : catalogue()) {
        const activation& function = known.default_activation;
        for (const pass direction : {pass::forward, pass::backward_from_input, pass::backward_from_output}) {
            if (direction == pass::backward_from_output && !determines_derivative(function, saved_kind::output))
                continue;
            for (const auto interface : {cudnn_interface::legacy, cudnn_interface::graph}) {
                named += find_cudnn_call(interface, function, direction).has_value();
            }
            for (const measured_peer& peer : bench.run(function, direction, shortest).peers) {
                EXPECT_EQ(peer.name.find("other results"), std::string::npos)
                    << known.description.name << " " << name_of(direction) << " " << peer.name;
                offered += is_cudnn(peer);
            }
        }
    }
    EXPECT_EQ(offered, named);
}

TEST_F(bench_device, a_sample_is_a_graph_of_20_launches_or_more_and_every_call_is_one_launch) {
    pointwise_bench bench(memory::device, dtype::float32, 255, 0, cache_state::hot);
    for (const auto direction : {pass::forward, pass::backward_from_input, pass::backward_from_output}) {
        const auto measured = bench.run(elu{}, direction, shortest);
        EXPECT_GE(measured.activation.calls_per_sample, 20);
        ASSERT_TRUE(measured.cost.has_value());
        EXPECT_EQ(measured.cost->launches, 1);
        EXPECT_GT(measured.cost->host_s, 0);
        EXPECT_GT(measured.ceiling_fraction, 0);
    }
    // Three beside the forward pass, two beside the first gradient, the faster of these beside the second.
    EXPECT_EQ(bench.ceilings().size(), 5u);
}

TEST_F(bench_device, a_list_is_a_launch_and_stands_beside_a_call_for_each_member) {
    pointwise_bench bench(memory::device, dtype::float16, 255, 0, cache_state::hot, 7);
    const auto measured = bench.run(relu{}, pass::backward_from_output, shortest);
    EXPECT_EQ(measured.cost->launches, 1);
    ASSERT_EQ(measured.peers.size(), 1u);
    EXPECT_EQ(measured.peers[0].name, "a call for each");
}

TEST_F(bench_device, a_list_call_and_a_call_for_each_member_write_every_element) {
    const auto place = make_place(memory::device, 0);
    const tensor_shape shape(std::array<std::int64_t, 1>{255});
    tensor_ring x(*place, dtype::bfloat16, shape, 1);
    tensor_ring dy(*place, dtype::bfloat16, shape, 1);
    tensor_ring expected(*place, dtype::bfloat16, shape, 1);
    tensor_ring result(*place, dtype::bfloat16, shape, 1);
    for (const bool at_once : {true, false}) {
        place->run([&](const auto& where) {
            forward(identity{}, dy[0], result[0], where);
            backward(gelu{}, from_input(x[0]), dy[0], expected[0], where);
        });
        const list_call call(gelu{}, pass::backward_from_input, x[0], dy[0], result[0], 7);
        if (at_once) {
            call.together(*place);
        } else {
            call.one_by_one(*place);
        }
        place->finish();
        EXPECT_EQ(bytes_of(result), bytes_of(expected));
    }
}

TEST_F(bench_device, gradients_of_parameters_take_a_second_launch) {
    const auto place = make_place(memory::device, 0);
    const tensor_shape shape(std::array<std::int64_t, 2>{3, 8});
    tensor_ring x(*place, dtype::bfloat16, shape, 1);
    tensor_ring dx(*place, dtype::bfloat16, shape, 1);
    tensor_ring slopes(*place, dtype::bfloat16, tensor_shape(std::array<std::int64_t, 1>{8}), 1);
    tensor_ring gradient(*place, dtype::bfloat16, tensor_shape(std::array<std::int64_t, 1>{8}), 1);
    const std::vector<parameter_view> parameters{per_channel(slopes[0], 1)};
    const std::size_t bytes = workspace_bytes(prelu{}, x[0], parameters);
    bench_memory space = place->allocate(bytes);
    const slot_call call = [&](int) {
        place->run([&](const auto& where) {
            backward(prelu{}, from_input(x[0]), parameters, x[0], {dx[0], {gradient[0]}},
                     {space.data(), bytes, memory::device}, where);
        });
    };
    EXPECT_EQ(place->cost_of(call)->launches, 2);
}

}  // namespace
}  // namespace softknee::bench
