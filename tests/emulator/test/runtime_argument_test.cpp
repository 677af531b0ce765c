// SPDX-License-Identifier: Apache-2.0
#include "runtime_fixture.hpp"

/// Null where a function would write its answer. The functions that need a kernel are in runtime_launch_test.cpp.
namespace softknee_emulator::test {
namespace {

using argument_test = runtime_test;

TEST_F(argument_test, null_for_an_answer_about_a_device_is_refused) {
    std::size_t bytes = 0;
    EXPECT_EQ(cudaGetDeviceCount(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGetDevice(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGetDeviceFlags(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGetDeviceProperties(nullptr, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceGetAttribute(nullptr, cudaDevAttrWarpSize, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDriverGetVersion(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaRuntimeGetVersion(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemGetInfo(nullptr, &bytes), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemGetInfo(&bytes, nullptr), cudaErrorInvalidValue);
}

TEST_F(argument_test, null_for_an_answer_about_memory_is_refused) {
    void* pinned = nullptr;
    void* pointer = nullptr;
    cudaMemPool_t pool = nullptr;
    ASSERT_EQ(cudaMallocHost(&pinned, 8), cudaSuccess);
    ASSERT_EQ(cudaDeviceGetDefaultMemPool(&pool, 0), cudaSuccess);
    const cudaMemPoolProps properties = {};
    EXPECT_EQ(cudaMalloc(nullptr, 8), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocManaged(nullptr, 8, cudaMemAttachGlobal), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocHost(nullptr, 8), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostAlloc(nullptr, 8, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocAsync(nullptr, 8, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocFromPoolAsync(nullptr, 8, pool, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostGetDevicePointer(nullptr, pinned, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostGetDevicePointer(&pointer, pinned, 1), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostGetFlags(nullptr, pinned), cudaErrorInvalidValue);
    EXPECT_EQ(cudaPointerGetAttributes(nullptr, pinned), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceGetDefaultMemPool(nullptr, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceGetMemPool(nullptr, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolCreate(nullptr, &properties), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolCreate(&pool, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolGetAttribute(pool, cudaMemPoolAttrReleaseThreshold, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
}

TEST_F(argument_test, null_for_an_answer_about_a_stream_or_an_event_is_refused) {
    const test_event event;
    EXPECT_EQ(cudaStreamCreate(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamCreateWithFlags(nullptr, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamCreateWithPriority(nullptr, 0, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamGetFlags(nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamGetPriority(nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamGetDevice(nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamGetId(nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaEventCreate(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaEventCreateWithFlags(nullptr, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaEventElapsedTime(nullptr, event, event), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceGetStreamPriorityRange(nullptr, nullptr), cudaSuccess);
}

TEST_F(argument_test, null_for_an_answer_about_a_capture_or_a_graph_is_refused) {
    const test_stream stream;
    const device_bytes memory(8);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    cudaGraphNode_t node = nullptr;
    std::size_t count = 1;
    EXPECT_EQ(cudaStreamIsCapturing(stream, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamGetCaptureInfo(stream, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr),
              cudaErrorInvalidValue);
    EXPECT_EQ(cudaThreadExchangeStreamCaptureMode(nullptr), cudaErrorInvalidValue);
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    ASSERT_EQ(cudaMemsetAsync(memory.data(), 0, 8, stream), cudaSuccess);
    EXPECT_EQ(cudaStreamEndCapture(stream, nullptr), cudaErrorInvalidValue);
    ASSERT_EQ(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    ASSERT_EQ(cudaGraphGetNodes(graph, &node, &count), cudaSuccess);
    EXPECT_EQ(cudaGraphGetNodes(graph, nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphGetRootNodes(graph, nullptr, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphNodeGetType(node, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphInstantiate(nullptr, graph, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphInstantiateWithFlags(nullptr, graph, 0), cudaErrorInvalidValue);
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
    EXPECT_EQ(cudaGraphExecGetFlags(executable, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphExecUpdate(executable, graph, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
}

}  // namespace
}  // namespace softknee_emulator::test
