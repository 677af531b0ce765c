// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "runtime_fixture.hpp"

namespace softknee_emulator::test {
namespace {

using stream_test = runtime_test;

TEST_F(stream_test, a_stream_keeps_what_it_was_made_with) {
    cudaStream_t stream = nullptr;
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    ASSERT_EQ(cudaStreamCreateWithPriority(&stream, cudaStreamNonBlocking, -2), cudaSuccess);
    unsigned flags = 77;
    int number = 77;
    EXPECT_EQ(cudaStreamGetFlags(stream, &flags), cudaSuccess);
    EXPECT_EQ(flags, static_cast<unsigned>(cudaStreamNonBlocking));
    EXPECT_EQ(cudaStreamGetPriority(stream, &number), cudaSuccess);
    EXPECT_EQ(number, -2);
    ASSERT_EQ(cudaSetDevice(0), cudaSuccess);
    EXPECT_EQ(cudaStreamGetDevice(stream, &number), cudaSuccess);
    EXPECT_EQ(number, 1);
    EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST_F(stream_test, a_priority_is_moved_into_the_range) {
    int least = 77;
    int greatest = 77;
    ASSERT_EQ(cudaDeviceGetStreamPriorityRange(&least, &greatest), cudaSuccess);
    EXPECT_LT(greatest, least);
    cudaStream_t stream = nullptr;
    ASSERT_EQ(cudaStreamCreateWithPriority(&stream, cudaStreamDefault, greatest - 1), cudaSuccess);
    int priority = 77;
    EXPECT_EQ(cudaStreamGetPriority(stream, &priority), cudaSuccess);
    EXPECT_EQ(priority, greatest);
    EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
}

TEST_F(stream_test, wrong_arguments_are_refused) {
    cudaStream_t stream = nullptr;
    EXPECT_EQ(cudaStreamCreateWithFlags(&stream, 77), cudaErrorInvalidValue);
}

TEST_F(stream_test, a_destroyed_stream_is_refused_everywhere) {
    cudaStream_t stream = nullptr;
    ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
    ASSERT_EQ(cudaStreamDestroy(stream), cudaSuccess);
    const test_event event;
    const test_stream later;
    void* pointer = nullptr;
    char byte = 0;
    cudaStreamCaptureStatus status;
    EXPECT_NE(static_cast<cudaStream_t>(later), stream);
    EXPECT_EQ(cudaStreamDestroy(stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamSynchronize(stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamQuery(stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamWaitEvent(stream, event, 0), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventRecord(event, stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaMallocAsync(&pointer, 8, stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaMemcpyAsync(&byte, &byte, 1, cudaMemcpyDefault, stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamIsCapturing(stream, &status), cudaErrorInvalidResourceHandle);
}

TEST_F(stream_test, what_is_no_stream_is_refused) {
    const test_event event;
    int anything = 0;
    EXPECT_EQ(cudaStreamSynchronize(reinterpret_cast<cudaStream_t>(static_cast<cudaEvent_t>(event))),
              cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamSynchronize(reinterpret_cast<cudaStream_t>(&anything)), cudaErrorInvalidResourceHandle);
}

TEST_F(stream_test, the_default_streams_are_there_and_stay) {
    for (const cudaStream_t stream : {cudaStream_t(nullptr), cudaStreamLegacy, cudaStreamPerThread}) {
        EXPECT_EQ(cudaStreamSynchronize(stream), cudaSuccess);
        EXPECT_EQ(cudaStreamQuery(stream), cudaSuccess);
        EXPECT_EQ(cudaStreamDestroy(stream), cudaErrorInvalidResourceHandle);
    }
}

unsigned long long id_of(cudaStream_t stream) {
    unsigned long long id = 0;
    EXPECT_EQ(cudaStreamGetId(stream, &id), cudaSuccess);
    return id;
}

TEST_F(stream_test, each_device_has_a_legacy_stream_and_each_thread_one_of_its_own) {
    const unsigned long long legacy = id_of(nullptr);
    const unsigned long long own = id_of(cudaStreamPerThread);
    EXPECT_EQ(id_of(cudaStreamLegacy), legacy);
    EXPECT_NE(own, legacy);
    std::thread([&] {
        EXPECT_EQ(id_of(nullptr), legacy);
        EXPECT_NE(id_of(cudaStreamPerThread), own);
    }).join();
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_NE(id_of(nullptr), legacy);
    EXPECT_NE(id_of(cudaStreamPerThread), own);
}

TEST_F(stream_test, a_host_function_runs_and_may_not_call_the_runtime) {
    cudaError_t inside = cudaSuccess;
    EXPECT_EQ(cudaLaunchHostFunc(
                  nullptr, [](void* data) { *static_cast<cudaError_t*>(data) = cudaDeviceSynchronize(); }, &inside),
              cudaSuccess);
    EXPECT_EQ(inside, cudaErrorNotPermitted);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    EXPECT_EQ(cudaLaunchHostFunc(nullptr, nullptr, nullptr), cudaErrorInvalidValue);
}

TEST_F(stream_test, a_host_function_may_wait_for_another_thread_that_calls_the_runtime) {
    std::atomic<bool> called = false;
    std::thread other;
    struct both {
        std::atomic<bool>* called;
        std::thread* other;
    } shared{&called, &other};
    const cudaHostFn_t wait = [](void* data) {
        const auto& with = *static_cast<both*>(data);
        *with.other = std::thread([&] { *with.called = cudaDeviceSynchronize() == cudaSuccess; });
        with.other->join();
    };
    EXPECT_EQ(cudaLaunchHostFunc(nullptr, wait, &shared), cudaSuccess);
    EXPECT_TRUE(called);
}

}  // namespace
}  // namespace softknee_emulator::test
