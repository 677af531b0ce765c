// SPDX-License-Identifier: Apache-2.0
#include "runtime_fixture.hpp"

namespace softknee_emulator::test {
namespace {

using event_test = runtime_test;

TEST_F(event_test, an_event_is_reached_as_soon_as_it_is_recorded) {
    const test_stream stream;
    const test_event event;
    EXPECT_EQ(cudaEventQuery(event), cudaSuccess);
    EXPECT_EQ(cudaEventRecord(event, stream), cudaSuccess);
    EXPECT_EQ(cudaEventRecordWithFlags(event, stream, cudaEventRecordDefault), cudaSuccess);
    EXPECT_EQ(cudaEventQuery(event), cudaSuccess);
    EXPECT_EQ(cudaEventSynchronize(event), cudaSuccess);
    EXPECT_EQ(cudaStreamWaitEvent(nullptr, event, cudaEventWaitDefault), cudaSuccess);
}

TEST_F(event_test, time_passes_between_events) {
    const test_event start;
    const test_event end;
    float milliseconds = -1;
    ASSERT_EQ(cudaEventRecord(start, nullptr), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(end, nullptr), cudaSuccess);
    EXPECT_EQ(cudaEventElapsedTime(&milliseconds, start, end), cudaSuccess);
    EXPECT_GE(milliseconds, 0);
}

TEST_F(event_test, no_time_is_known_of_events_that_were_not_recorded_or_keep_none) {
    const test_event recorded;
    const test_event not_recorded;
    const test_event without_time(cudaEventDisableTiming);
    float milliseconds = 0;
    ASSERT_EQ(cudaEventRecord(recorded, nullptr), cudaSuccess);
    ASSERT_EQ(cudaEventRecord(without_time, nullptr), cudaSuccess);
    EXPECT_EQ(cudaEventElapsedTime(&milliseconds, recorded, not_recorded), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventElapsedTime(&milliseconds, without_time, recorded), cudaErrorInvalidResourceHandle);
}

TEST_F(event_test, an_event_is_recorded_on_its_own_device) {
    const test_event event_of_0;
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    const test_stream stream_of_1;
    EXPECT_EQ(cudaEventRecord(event_of_0, stream_of_1), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamWaitEvent(stream_of_1, event_of_0, 0), cudaSuccess);
}

TEST_F(event_test, a_destroyed_event_is_refused) {
    cudaEvent_t event = nullptr;
    ASSERT_EQ(cudaEventCreate(&event), cudaSuccess);
    ASSERT_EQ(cudaEventDestroy(event), cudaSuccess);
    float milliseconds = 0;
    EXPECT_EQ(cudaEventDestroy(event), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventRecord(event, nullptr), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventQuery(event), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventSynchronize(event), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaStreamWaitEvent(nullptr, event, 0), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventElapsedTime(&milliseconds, event, event), cudaErrorInvalidResourceHandle);
}

TEST_F(event_test, wrong_arguments_are_refused) {
    cudaEvent_t event = nullptr;
    EXPECT_EQ(cudaEventCreateWithFlags(&event, 8), cudaErrorInvalidValue);
    EXPECT_EQ(cudaEventCreateWithFlags(&event, cudaEventInterprocess), cudaErrorInvalidValue);
    const test_event existing;
    EXPECT_EQ(cudaStreamWaitEvent(nullptr, existing, 77), cudaErrorInvalidValue);
    EXPECT_EQ(cudaEventRecordWithFlags(existing, nullptr, 77), cudaErrorInvalidValue);
}

}  // namespace
}  // namespace softknee_emulator::test
