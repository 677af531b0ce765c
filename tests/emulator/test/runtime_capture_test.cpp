// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "runtime_capture_fixture.hpp"

/// What may happen while a stream is captured, and what invalidates the capture.
namespace softknee_emulator::test {
namespace {

TEST_F(capture_test, captured_work_does_not_run) {
    ASSERT_EQ(cudaMemset(memory_.data(), 'a', 16), cudaSuccess);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(cudaMemsetAsync(memory_.data(), 'b', 16, stream_), cudaSuccess);
    end(stream_);
    char byte = 0;
    EXPECT_EQ(cudaMemcpy(&byte, memory_.data(), 1, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(byte, 'a');
}

TEST_F(capture_test, a_stream_says_whether_it_is_captured) {
    EXPECT_EQ(status_of(stream_), cudaStreamCaptureStatusNone);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(status_of(stream_), cudaStreamCaptureStatusActive);
    EXPECT_EQ(cudaStreamSynchronize(stream_), cudaErrorStreamCaptureUnsupported);
    EXPECT_EQ(status_of(stream_), cudaStreamCaptureStatusInvalidated);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(status_of(stream_), cudaStreamCaptureStatusNone);
}

TEST_F(capture_test, a_capture_describes_itself) {
    ASSERT_EQ(begin(stream_), cudaSuccess);
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    unsigned long long id = 0;
    cudaGraph_t graph = nullptr;
    const cudaGraphNode_t* dependencies = nullptr;
    std::size_t count = 77;
    const auto ask = [&] {
        return cudaStreamGetCaptureInfo(stream_, &status, &id, &graph, &dependencies, nullptr, &count);
    };
    EXPECT_EQ(ask(), cudaSuccess);
    EXPECT_EQ(status, cudaStreamCaptureStatusActive);
    EXPECT_EQ(count, 0u);
    const unsigned long long first_id = id;
    ASSERT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, stream_), cudaSuccess);
    EXPECT_EQ(ask(), cudaSuccess);
    ASSERT_EQ(count, 1u);
    cudaGraphNodeType type = cudaGraphNodeTypeEmpty;
    EXPECT_EQ(cudaGraphNodeGetType(dependencies[0], &type), cudaSuccess);
    EXPECT_EQ(type, cudaGraphNodeTypeMemset);
    EXPECT_EQ(id, first_id);
    cudaGraph_t ended = nullptr;
    EXPECT_EQ(cudaStreamEndCapture(stream_, &ended), cudaSuccess);
    EXPECT_EQ(ended, graph);
    EXPECT_EQ(cudaGraphDestroy(ended), cudaSuccess);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(ask(), cudaSuccess);
    EXPECT_NE(id, first_id);
    end(stream_);
    EXPECT_EQ(ask(), cudaSuccess);
    EXPECT_EQ(status, cudaStreamCaptureStatusNone);
}

TEST_F(capture_test, a_capture_begins_once_and_not_on_the_legacy_stream) {
    EXPECT_EQ(begin(nullptr), cudaErrorStreamCaptureUnsupported);
    EXPECT_EQ(begin(cudaStreamLegacy), cudaErrorStreamCaptureUnsupported);
    EXPECT_EQ(begin(stream_, static_cast<cudaStreamCaptureMode>(77)), cudaErrorInvalidValue);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(begin(stream_), cudaErrorIllegalState);
    end(stream_);
    ASSERT_EQ(begin(cudaStreamPerThread), cudaSuccess);
    end(cudaStreamPerThread);
}

TEST_F(capture_test, a_capture_ends_once_and_on_its_stream) {
    const test_stream other;
    const test_event event;
    EXPECT_EQ(fail_to_end(stream_), cudaErrorIllegalState);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(fail_to_end(other), cudaErrorIllegalState);
    ASSERT_EQ(cudaEventRecord(event, stream_), cudaSuccess);
    ASSERT_EQ(cudaStreamWaitEvent(other, event, 0), cudaSuccess);
    EXPECT_EQ(fail_to_end(other), cudaErrorStreamCaptureUnmatched);
    end(stream_);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorIllegalState);
}

TEST_F(capture_test, a_capture_ends_in_its_thread_unless_it_is_relaxed) {
    ASSERT_EQ(begin(stream_, cudaStreamCaptureModeThreadLocal), cudaSuccess);
    std::thread([&] { EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureWrongThread); }).join();
    end(stream_);
    ASSERT_EQ(begin(stream_, cudaStreamCaptureModeRelaxed), cudaSuccess);
    std::thread([&] { end(stream_); }).join();
}

TEST_F(capture_test, a_captured_stream_cannot_be_waited_for_asked_or_destroyed) {
    const auto refused = [&](const auto& what) {
        EXPECT_EQ(begin(stream_, cudaStreamCaptureModeRelaxed), cudaSuccess);
        EXPECT_EQ(what(), cudaErrorStreamCaptureUnsupported);
        EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
    };
    refused([&] { return cudaStreamSynchronize(stream_); });
    refused([&] { return cudaStreamQuery(stream_); });
    refused([&] { return cudaStreamDestroy(stream_); });
    refused([&] { return cudaDeviceSynchronize(); });
}

TEST_F(capture_test, another_device_can_be_waited_for) {
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(0), cudaSuccess);
    end(stream_);
}

TEST_F(capture_test, an_invalidated_capture_refuses_everything_until_it_is_ended) {
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaStreamQuery(stream_), cudaErrorStreamCaptureUnsupported);
    const test_event event;
    void* pointer = nullptr;
    EXPECT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(cudaMallocAsync(&pointer, 8, stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(cudaEventRecord(event, stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(cudaStreamSynchronize(stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(cudaStreamSynchronize(stream_), cudaSuccess);
}

/// Calls that are potentially unsafe: their order among the captured work would be lost.
template <class Check>
void for_each_unsafe_call(device_bytes& memory, const Check& check) {
    void* pointer = nullptr;
    char bytes[16] = {};
    const test_event event;
    check("cudaMalloc", [&] { return cudaMalloc(&pointer, 8); });
    check("cudaFree", [&] { return cudaFree(nullptr); });
    check("cudaMallocManaged", [&] { return cudaMallocManaged(&pointer, 8, cudaMemAttachGlobal); });
    check("cudaMallocHost", [&] { return cudaMallocHost(&pointer, 8); });
    check("cudaHostAlloc", [&] { return cudaHostAlloc(&pointer, 8, 0); });
    check("cudaFreeHost", [&] { return cudaFreeHost(nullptr); });
    check("cudaHostRegister", [&] { return cudaHostRegister(bytes, 8, 0); });
    check("cudaHostUnregister", [&] { return cudaHostUnregister(bytes); });
    check("cudaMemcpy", [&] { return cudaMemcpy(memory.data(), bytes, 8, cudaMemcpyDefault); });
    check("cudaMemset", [&] { return cudaMemset(memory.data(), 0, 8); });
    check("cudaEventQuery", [&] { return cudaEventQuery(event); });
    check("cudaEventSynchronize", [&] { return cudaEventSynchronize(event); });
}

TEST_F(capture_test, potentially_unsafe_calls_invalidate_a_capture_of_the_thread) {
    for (const cudaStreamCaptureMode mode : {cudaStreamCaptureModeGlobal, cudaStreamCaptureModeThreadLocal}) {
        for_each_unsafe_call(memory_, [&](const char* name, const auto& unsafe) {
            EXPECT_EQ(begin(stream_, mode), cudaSuccess);
            EXPECT_EQ(unsafe(), cudaErrorStreamCaptureUnsupported) << name;
            EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated) << name;
        });
    }
}

TEST_F(capture_test, potentially_unsafe_calls_are_fine_in_a_relaxed_capture) {
    ASSERT_EQ(begin(stream_, cudaStreamCaptureModeRelaxed), cudaSuccess);
    { const device_bytes other(8); }
    EXPECT_EQ(cudaMemset(memory_.data(), 0, 8), cudaSuccess);
    end(stream_);
}

TEST_F(capture_test, what_a_stream_orders_is_not_unsafe) {
    const test_stream other;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    void* pointer = nullptr;
    EXPECT_EQ(cudaMallocAsync(&pointer, 8, other), cudaSuccess);
    EXPECT_EQ(cudaMemsetAsync(pointer, 0, 8, other), cudaSuccess);
    EXPECT_EQ(cudaFreeAsync(pointer, other), cudaSuccess);
    EXPECT_EQ(cudaStreamSynchronize(other), cudaSuccess);
    end(stream_);
}

TEST_F(capture_test, a_global_capture_prohibits_unsafe_calls_to_other_threads_and_a_thread_local_one_does_not) {
    ASSERT_EQ(begin(stream_, cudaStreamCaptureModeThreadLocal), cudaSuccess);
    std::thread([] { const device_bytes other(8); }).join();
    end(stream_);
    ASSERT_EQ(begin(stream_, cudaStreamCaptureModeGlobal), cudaSuccess);
    std::thread([] {
        void* pointer = nullptr;
        EXPECT_EQ(cudaMalloc(&pointer, 8), cudaErrorStreamCaptureUnsupported);
    }).join();
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
}

TEST_F(capture_test, a_thread_can_exchange_its_mode) {
    cudaStreamCaptureMode mode = cudaStreamCaptureModeRelaxed;
    ASSERT_EQ(cudaThreadExchangeStreamCaptureMode(&mode), cudaSuccess);
    EXPECT_EQ(mode, cudaStreamCaptureModeGlobal);
    ASSERT_EQ(begin(stream_), cudaSuccess);
    { const device_bytes allowed_to_a_relaxed_thread(8); }
    std::thread([] {
        cudaStreamCaptureMode of_the_thread = cudaStreamCaptureModeThreadLocal;
        EXPECT_EQ(cudaThreadExchangeStreamCaptureMode(&of_the_thread), cudaSuccess);
        const device_bytes captures_of_others_do_not_matter(8);
    }).join();
    end(stream_);
    ASSERT_EQ(cudaThreadExchangeStreamCaptureMode(&mode), cudaSuccess);
    EXPECT_EQ(mode, cudaStreamCaptureModeRelaxed);
    mode = static_cast<cudaStreamCaptureMode>(77);
    EXPECT_EQ(cudaThreadExchangeStreamCaptureMode(&mode), cudaErrorInvalidValue);
}

TEST_F(capture_test, the_legacy_stream_is_refused_while_a_blocking_stream_is_captured) {
    const test_stream blocking(cudaStreamDefault);
    const test_event event;
    void* pointer = nullptr;
    char byte = 0;
    const auto refused = [&](const auto& what) {
        EXPECT_EQ(begin(blocking, cudaStreamCaptureModeRelaxed), cudaSuccess);
        EXPECT_EQ(what(), cudaErrorStreamCaptureImplicit);
        EXPECT_EQ(fail_to_end(blocking), cudaErrorStreamCaptureInvalidated);
    };
    refused([&] { return cudaMemsetAsync(memory_.data(), 0, 16, nullptr); });
    refused([&] { return cudaMemcpyAsync(memory_.data(), &byte, 1, cudaMemcpyDefault, cudaStreamLegacy); });
    refused([&] { return cudaMemcpy(memory_.data(), &byte, 1, cudaMemcpyDefault); });
    refused([&] { return cudaMallocAsync(&pointer, 8, nullptr); });
    refused([&] { return cudaFreeAsync(memory_.data(), nullptr); });
    refused([&] { return cudaStreamSynchronize(nullptr); });
    refused([&] { return cudaStreamQuery(nullptr); });
    refused([&] { return cudaEventRecord(event, nullptr); });
    refused([&] { return cudaStreamWaitEvent(nullptr, event, 0); });
}

TEST_F(capture_test, a_question_about_the_legacy_stream_is_refused_but_harms_no_capture) {
    const test_stream blocking(cudaStreamDefault);
    ASSERT_EQ(begin(blocking), cudaSuccess);
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    EXPECT_EQ(cudaStreamIsCapturing(nullptr, &status), cudaErrorStreamCaptureImplicit);
    EXPECT_EQ(cudaStreamGetCaptureInfo(nullptr, &status, nullptr, nullptr, nullptr, nullptr, nullptr),
              cudaErrorStreamCaptureImplicit);
    end(blocking);
}

TEST_F(capture_test, the_legacy_stream_works_beside_a_stream_that_does_not_wait_for_it) {
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, nullptr), cudaSuccess);
    EXPECT_EQ(cudaStreamSynchronize(nullptr), cudaSuccess);
    end(stream_);
}

TEST_F(capture_test, the_legacy_stream_of_another_device_works) {
    const test_stream blocking(cudaStreamDefault);
    ASSERT_EQ(begin(blocking), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(cudaStreamSynchronize(nullptr), cudaSuccess);
    ASSERT_EQ(cudaSetDevice(0), cudaSuccess);
    end(blocking);
}

TEST_F(capture_test, wrong_copies_are_refused_when_they_are_captured) {
    char byte = 0;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(cudaMemcpyAsync(memory_.data(), &byte, 1, cudaMemcpyDeviceToHost, stream_), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemsetAsync(&byte, 0, 1, stream_), cudaErrorInvalidValue);
    end(stream_);
}

TEST_F(capture_test, a_graph_is_not_launched_into_the_legacy_stream_beside_a_captured_blocking_stream) {
    const test_stream blocking(cudaStreamDefault);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaStreamEndCapture(stream_, &graph), cudaSuccess);
    ASSERT_EQ(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
    ASSERT_EQ(begin(blocking), cudaSuccess);
    EXPECT_EQ(cudaGraphLaunch(executable, nullptr), cudaErrorStreamCaptureImplicit);
    EXPECT_EQ(fail_to_end(blocking), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(cudaGraphExecDestroy(executable), cudaSuccess);
    EXPECT_EQ(cudaGraphDestroy(graph), cudaSuccess);
}

}  // namespace
}  // namespace softknee_emulator::test
