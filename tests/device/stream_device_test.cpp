// SPDX-License-Identifier: Apache-2.0
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <softknee/softknee.hpp>

#include "device_patterns.hpp"

/// Calls are ordered by their stream, can be captured, and disturb no state of the CUDA runtime.
namespace softknee::test {
namespace {

TEST(StreamDevice, CallsOnOneStreamSeeTheResultsOfThoseBefore) {
    const stream stream;
    bit_patterns x = random_patterns(dtype::float32, 100003, 41);
    bit_patterns y(dtype::float32, x.count());
    bit_patterns dx(dtype::float32, x.count());
    forward(elu{}, x.view(), y.view());
    backward(elu{}, from_output(y.view()), x.view(), dx.view());

    device_patterns device_x(x, 0, stream);
    device_patterns device_y(x, 1, stream);
    forward(elu{}, device_x.view(), device_y.view(), stream);
    backward(elu{}, from_output(device_y.view()), device_x.view(), device_x.view(), stream);
    EXPECT_EQ(device_x.content().difference_from(dx), "");
}

TEST(StreamDevice, CallsOnTwoStreamsDoNotDisturbEachOther) {
    const stream first;
    const stream second;
    bit_patterns x = random_patterns(dtype::bfloat16, 50021, 42);
    bit_patterns once(dtype::bfloat16, x.count());
    bit_patterns twice(dtype::bfloat16, x.count());
    forward(gelu{}, x.view(), once.view());
    forward(gelu{}, once.view(), twice.view());

    device_patterns on_first(x, 0, first);
    device_patterns on_second(x, 3, second);
    for (int i = 0; i < 2; ++i) {
        forward(gelu{}, on_first.view(), on_first.view(), first);
        forward(gelu{}, on_second.view(), on_second.view(), second);
    }
    EXPECT_EQ(on_first.content().difference_from(twice), "");
    EXPECT_EQ(on_second.content().difference_from(twice), "");
}

TEST(StreamDevice, TheDefaultStreamIsAccepted) {
    bit_patterns x = random_patterns(dtype::float64, 1021, 43);
    device_patterns device_x(x, 0, {});
    forward(relu{}, x.view(), x.view());
    forward(relu{}, device_x.view(), device_x.view());
    EXPECT_EQ(device_x.content().difference_from(x), "");
}

TEST(StreamDevice, ACapturedCallRunsAtEveryReplayAndNotBefore) {
    const stream stream;
    bit_patterns x = random_patterns(dtype::float16, 4099, 44);
    bit_patterns y = random_patterns(dtype::float16, 4099, 45);
    device_patterns device_x(x, 0, stream);
    device_patterns device_y(y, 5, stream);

    ASSERT_EQ(cudaStreamBeginCapture(stream.get(), cudaStreamCaptureModeGlobal), cudaSuccess);
    forward(gelu{}, device_x.view(), device_y.view(), stream);
    backward(gelu{}, from_input(device_x.view()), device_y.view(), device_y.view(), stream);
    cudaGraph_t graph = nullptr;
    ASSERT_EQ(cudaStreamEndCapture(stream.get(), &graph), cudaSuccess);
    std::size_t nodes = 0;
    ASSERT_EQ(cudaGraphGetNodes(graph, nullptr, &nodes), cudaSuccess);
    EXPECT_EQ(nodes, 2u);
    EXPECT_EQ(device_y.content().difference_from(y), "");

    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
    for (const std::uint64_t seed : {46, 47}) {
        x = random_patterns(dtype::float16, 4099, seed);
        copy(x.view(), device_x.view(), stream);
        ASSERT_EQ(cudaGraphLaunch(executable, stream.get()), cudaSuccess);
        forward(gelu{}, x.view(), y.view());
        backward(gelu{}, from_input(x.view()), y.view(), y.view());
        EXPECT_EQ(device_y.content().difference_from(y), "");
    }
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
}

TEST(StreamDevice, ARefusedCallLeavesTheLastErrorAndTheOutputAsTheyWere) {
    const stream stream;
    bit_patterns x = random_patterns(dtype::float32, 64, 48);
    device_patterns device_x(x, 0, stream);
    ASSERT_EQ(cudaGetLastError(), cudaSuccess);
    const tensor_shape shape(std::array<std::int64_t, 1>{64});
    const const_tensor_view host_pointer(x.view().data(), dtype::float32, memory::device, shape);
    EXPECT_THROW(forward(relu{}, host_pointer, device_x.view(), stream), placement_error);
    EXPECT_THROW(forward(relu{}, x.view(), device_x.view(), stream), placement_error);
    const tensor_shape shorter(std::array<std::int64_t, 1>{63});
    EXPECT_THROW(forward(relu{}, device_x.view(shorter, 0), device_x.view(shorter, 1), stream), overlap_error);
    EXPECT_EQ(cudaPeekAtLastError(), cudaSuccess);
    EXPECT_EQ(device_x.content().difference_from(x), "");
}

TEST(StreamDevice, TooLargeAnAllocationIsOutOfMemoryAndLeavesTheLastErrorAsItWas) {
    const stream stream;
    ASSERT_EQ(cudaGetLastError(), cudaSuccess);
    EXPECT_THROW(device_memory(std::size_t(1) << 46, stream), out_of_memory_error);
    EXPECT_EQ(cudaPeekAtLastError(), cudaSuccess);
}

TEST(StreamDevice, AnErrorThatNobodyHasFetchedSurvivesCallsThatSucceed) {
    const stream stream;
    bit_patterns x = random_patterns(dtype::float32, 64, 49);
    ASSERT_EQ(cudaSetDevice(-1), cudaErrorInvalidDevice);
    device_patterns device_x(x, 0, stream);
    forward(relu{}, device_x.view(), device_x.view(), stream);
    device_x.content();
    EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidDevice);
}

TEST(StreamDevice, BuffersMoveWithTheirMemory) {
    const stream stream;
    host_buffer<float> host(3);
    EXPECT_TRUE(host.pinned());
    host[0] = -1.0f;
    host[1] = 0.5f;
    host[2] = 2.0f;
    device_buffer<float> first(3, stream);
    copy(host, first, stream);
    device_buffer<float> second(7, stream);
    float* const data = first.data();
    second = std::move(first);
    EXPECT_EQ(second.data(), data);
    EXPECT_EQ(first.data(), nullptr);
    forward(relu{}, second, second, stream);
    copy(second, host, stream);
    stream.synchronize();
    EXPECT_EQ(host[0], 0.0f);
    EXPECT_EQ(host[1], 0.5f);
    EXPECT_EQ(host[2], 2.0f);
}

}  // namespace
}  // namespace softknee::test
