// SPDX-License-Identifier: Apache-2.0
#include "runtime_graph_fixture.hpp"

/// Allocation and free nodes.
namespace softknee_emulator::test {
namespace {

using graph_memory_test = graph_test;

TEST_F(graph_memory_test, memory_of_a_graph_exists_from_its_allocation_to_its_free) {
    void* pointer = nullptr;
    const cudaGraphExec_t executable = instantiated(captured([&] {
        EXPECT_EQ(cudaMallocAsync(&pointer, 8, stream_), cudaSuccess);
        EXPECT_EQ(cudaMemsetAsync(pointer, 'a', 8, stream_), cudaSuccess);
    }));
    char byte = 0;
    EXPECT_EQ(cudaMemcpy(&byte, pointer, 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(pointer, &byte, 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemset(pointer, 0, 1), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFree(pointer), cudaErrorInvalidValue);
    EXPECT_EQ(softknee_emulator_live_allocations(), 0u);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(softknee_emulator_live_allocations(), 1u);
    EXPECT_EQ(softknee_emulator_total("allocations"), 1u);
    EXPECT_EQ(cudaMemcpy(&byte, pointer, 1, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(byte, 'a');
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaErrorInvalidValue) << "it has not been freed";
    EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaSuccess);
}

TEST_F(graph_memory_test, memory_of_a_graph_can_be_freed_at_the_next_launch) {
    void* pointer = nullptr;
    const cudaGraph_t graph = captured([&] { cudaMallocAsync(&pointer, 8, stream_); });
    const cudaGraphExec_t executable = instantiated(graph, cudaGraphInstantiateFlagAutoFreeOnLaunch);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_EQ(softknee_emulator_live_allocations(), 1u);
    EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
}

TEST_F(graph_memory_test, memory_that_exists_outlives_its_graph) {
    void* pointer = nullptr;
    const cudaGraph_t graph = captured([&] {
        cudaMallocAsync(&pointer, 8, stream_);
        cudaMemsetAsync(pointer, 'a', 8, stream_);
    });
    EXPECT_EQ(cudaGraphLaunch(instantiated(graph), stream_), cudaSuccess);
    EXPECT_EQ(cudaGraphExecDestroy(executables_[0]), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    executables_.clear();
    graphs_.clear();
    char byte = 0;
    EXPECT_EQ(cudaMemcpy(&byte, pointer, 1, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(byte, 'a');
    EXPECT_EQ(cudaFree(pointer), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaErrorInvalidValue);
}

TEST_F(graph_memory_test, the_memory_of_a_graph_is_returned_with_it) {
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    const test_stream stream_of_1;
    for (int repetition = 0; repetition < 3; ++repetition) {
        void* pointer = nullptr;
        cudaGraph_t graph = nullptr;
        ASSERT_EQ(cudaStreamBeginCapture(stream_of_1, cudaStreamCaptureModeGlobal), cudaSuccess);
        EXPECT_EQ(cudaMallocAsync(&pointer, memory_of_device_1, stream_of_1), cudaSuccess);
        ASSERT_EQ(cudaStreamEndCapture(stream_of_1, &graph), cudaSuccess);
        EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
    }
}

TEST_F(graph_memory_test, a_graph_with_memory_has_one_executable_graph_at_a_time) {
    const cudaGraph_t graph = captured([&] {
        void* pointer = nullptr;
        cudaMallocAsync(&pointer, 8, stream_);
        cudaFreeAsync(pointer, stream_);
    });
    const cudaGraphExec_t first = instantiated(graph);
    cudaGraphExec_t second = nullptr;
    EXPECT_EQ(cudaGraphInstantiate(&second, graph, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphExecDestroy(first), cudaSuccess);
    executables_.clear();
    EXPECT_EQ(cudaGraphLaunch(instantiated(graph), stream_), cudaSuccess);
    EXPECT_EQ(softknee_emulator_live_allocations(), 0u);
}

TEST_F(graph_memory_test, memory_of_a_graph_has_one_free_node) {
    captured([&] {
        void* pointer = nullptr;
        EXPECT_EQ(cudaMallocAsync(&pointer, 8, stream_), cudaSuccess);
        EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
        EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaErrorInvalidValue);
    });
}

TEST_F(graph_memory_test, a_free_node_frees_memory_of_a_graph_alone) {
    void* pointer = nullptr;
    ASSERT_EQ(cudaMalloc(&pointer, 8), cudaSuccess);
    captured([&] {
        EXPECT_EQ(cudaFreeAsync(pointer, stream_), cudaErrorInvalidValue);
        EXPECT_EQ(cudaFreeAsync(nullptr, stream_), cudaErrorInvalidValue);
    });
    EXPECT_EQ(cudaFree(pointer), cudaSuccess);
}

using graph_memory_death_test = graph_memory_test;

TEST_F(graph_memory_death_test, memory_of_a_graph_has_never_been_written_when_it_exists_again) {
    void* pointer = nullptr;
    char byte = 0;
    const cudaGraphExec_t executable = instantiated(captured([&] { cudaMallocAsync(&pointer, 8, stream_); }));
    ASSERT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    ASSERT_EQ(cudaMemset(pointer, 0, 8), cudaSuccess);
    ASSERT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
    ASSERT_EQ(cudaGraphLaunch(executable, stream_), cudaSuccess);
    EXPECT_DEATH(cudaMemcpy(&byte, pointer, 1, cudaMemcpyDefault), "which nothing has written");
    ASSERT_EQ(cudaFreeAsync(pointer, stream_), cudaSuccess);
}

}  // namespace
}  // namespace softknee_emulator::test
