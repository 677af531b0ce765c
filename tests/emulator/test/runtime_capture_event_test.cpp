// SPDX-License-Identifier: Apache-2.0
#include "runtime_capture_fixture.hpp"

/// Events in captures: streams that join, and what must not be joined.
namespace softknee_emulator::test {
namespace {

using capture_event_test = capture_test;

TEST_F(capture_event_test, a_stream_joins_by_an_event_and_must_be_joined_again) {
    const test_stream forked;
    const test_event fork;
    const test_event join;
    const auto begin_and_fork = [&] {
        ASSERT_EQ(begin(stream_), cudaSuccess);
        ASSERT_EQ(cudaEventRecord(fork, stream_), cudaSuccess);
        ASSERT_EQ(cudaStreamWaitEvent(forked, fork, 0), cudaSuccess);
        EXPECT_EQ(status_of(forked), cudaStreamCaptureStatusActive);
        ASSERT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, forked), cudaSuccess);
    };
    begin_and_fork();
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureUnjoined);
    EXPECT_EQ(status_of(forked), cudaStreamCaptureStatusNone);
    begin_and_fork();
    ASSERT_EQ(cudaEventRecord(join, forked), cudaSuccess);
    ASSERT_EQ(cudaStreamWaitEvent(stream_, join, 0), cudaSuccess);
    end(stream_);
    EXPECT_EQ(status_of(forked), cudaStreamCaptureStatusNone);
}

TEST_F(capture_event_test, work_after_the_join_is_not_joined) {
    const test_stream forked;
    const test_event event;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(event, stream_), cudaSuccess);
    ASSERT_EQ(cudaStreamWaitEvent(forked, event, 0), cudaSuccess);
    ASSERT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, forked), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(event, forked), cudaSuccess);
    ASSERT_EQ(cudaStreamWaitEvent(stream_, event, 0), cudaSuccess);
    ASSERT_EQ(cudaMemsetAsync(memory_.data(), 0, 16, forked), cudaSuccess);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureUnjoined);
}

TEST_F(capture_event_test, two_captures_are_not_merged) {
    const test_stream other;
    const test_event event;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(begin(other), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(event, other), cudaSuccess);
    EXPECT_EQ(cudaStreamWaitEvent(stream_, event, 0), cudaErrorStreamCaptureMerge);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(fail_to_end(other), cudaErrorStreamCaptureInvalidated);
}

TEST_F(capture_event_test, a_captured_stream_does_not_wait_for_work_outside_of_the_capture) {
    const test_stream other;
    const test_event event;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    EXPECT_EQ(cudaStreamWaitEvent(stream_, event, 0), cudaSuccess) << "nothing has been recorded in it";
    ASSERT_EQ(cudaEventRecord(event, other), cudaSuccess);
    EXPECT_EQ(cudaStreamWaitEvent(stream_, event, 0), cudaErrorStreamCaptureIsolation);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
}

TEST_F(capture_event_test, the_legacy_stream_does_not_join_a_capture) {
    const test_event event;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(event, stream_), cudaSuccess);
    EXPECT_EQ(cudaStreamWaitEvent(nullptr, event, 0), cudaErrorStreamCaptureImplicit);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
}

TEST_F(capture_event_test, a_captured_event_cannot_be_asked_or_waited_for) {
    const test_stream other;
    const test_event event;
    const test_event outside;
    float milliseconds = 0;
    ASSERT_EQ(cudaEventRecord(outside, other), cudaSuccess);
    const auto refused = [&](const auto& what) {
        EXPECT_EQ(begin(stream_, cudaStreamCaptureModeRelaxed), cudaSuccess);
        EXPECT_EQ(cudaEventRecord(event, stream_), cudaSuccess);
        EXPECT_EQ(what(), cudaErrorCapturedEvent);
        EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
    };
    refused([&] { return cudaEventQuery(event); });
    refused([&] { return cudaEventSynchronize(event); });
    refused([&] { return cudaEventElapsedTime(&milliseconds, event, outside); });
    refused([&] { return cudaEventElapsedTime(&milliseconds, outside, event); });
    EXPECT_EQ(cudaStreamWaitEvent(other, event, 0), cudaErrorCapturedEvent) << "its capture has ended";
    EXPECT_EQ(cudaEventRecord(event, other), cudaSuccess);
    EXPECT_EQ(cudaEventQuery(event), cudaSuccess);
}

TEST_F(capture_event_test, an_event_of_an_invalidated_capture_is_refused) {
    const test_stream other;
    const test_event event;
    ASSERT_EQ(begin(stream_), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(event, stream_), cudaSuccess);
    ASSERT_EQ(cudaStreamQuery(stream_), cudaErrorStreamCaptureUnsupported);
    EXPECT_EQ(cudaStreamWaitEvent(other, event, 0), cudaErrorStreamCaptureInvalidated);
    EXPECT_EQ(fail_to_end(stream_), cudaErrorStreamCaptureInvalidated);
}

}  // namespace
}  // namespace softknee_emulator::test
