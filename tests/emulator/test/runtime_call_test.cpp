// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>
#include <vector>

#include "runtime_fixture.hpp"

/// The last error, failures that a test asks for, sticky errors, counts.
namespace softknee_emulator::test {
namespace {

using call_test = runtime_test;

TEST_F(call_test, the_last_error_stays_until_it_is_fetched) {
    EXPECT_EQ(cudaSetDevice(-1), cudaErrorInvalidDevice);
    EXPECT_EQ(cudaSetDevice(0), cudaSuccess);
    EXPECT_EQ(cudaPeekAtLastError(), cudaErrorInvalidDevice);
    EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidDevice);
    EXPECT_EQ(cudaGetLastError(), cudaSuccess);
}

TEST_F(call_test, a_newer_error_replaces_an_older_one) {
    EXPECT_EQ(cudaSetDevice(-1), cudaErrorInvalidDevice);
    EXPECT_EQ(cudaEventSynchronize(nullptr), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidResourceHandle);
}

TEST_F(call_test, the_last_error_belongs_to_a_thread) {
    EXPECT_EQ(cudaSetDevice(-1), cudaErrorInvalidDevice);
    std::thread([] { EXPECT_EQ(cudaGetLastError(), cudaSuccess); }).join();
    EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidDevice);
}

TEST_F(call_test, the_nth_call_fails_and_no_other) {
    softknee_emulator_fail_call("cudaDeviceSynchronize", 2, cudaErrorMemoryAllocation, 0);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaErrorMemoryAllocation);
    EXPECT_EQ(cudaGetLastError(), cudaErrorMemoryAllocation);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
}

TEST_F(call_test, a_call_that_is_made_to_fail_does_nothing) {
    void* pointer = nullptr;
    softknee_emulator_fail_call("cudaMalloc", 1, cudaErrorMemoryAllocation, 0);
    EXPECT_EQ(cudaMalloc(&pointer, 64), cudaErrorMemoryAllocation);
    EXPECT_EQ(pointer, nullptr);
    EXPECT_EQ(softknee_emulator_live_allocations(), 0u);
}

TEST_F(call_test, a_failure_that_is_taken_back_does_not_happen) {
    softknee_emulator_fail_call("cudaDeviceSynchronize", 1, cudaErrorUnknown, 0);
    softknee_emulator_clear_failures();
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
}

TEST_F(call_test, a_sticky_error_stays_and_is_returned_by_all_that_works_on_a_device) {
    softknee_emulator_fail_call("cudaDeviceSynchronize", 1, cudaErrorIllegalAddress, 1);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaErrorIllegalAddress);
    void* pointer = nullptr;
    EXPECT_EQ(cudaMalloc(&pointer, 1), cudaErrorIllegalAddress);
    EXPECT_EQ(cudaStreamSynchronize(nullptr), cudaErrorIllegalAddress);
    EXPECT_EQ(cudaGetLastError(), cudaErrorIllegalAddress);
    EXPECT_EQ(cudaGetLastError(), cudaErrorIllegalAddress);
    std::thread([] { EXPECT_EQ(cudaPeekAtLastError(), cudaErrorIllegalAddress); }).join();
}

TEST_F(call_test, a_sticky_error_leaves_questions_that_need_no_device_alone) {
    softknee_emulator_fail_call("cudaDeviceSynchronize", 1, cudaErrorIllegalAddress, 1);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaErrorIllegalAddress);
    int number = 0;
    EXPECT_EQ(cudaGetDeviceCount(&number), cudaSuccess);
    EXPECT_EQ(cudaRuntimeGetVersion(&number), cudaSuccess);
}

TEST_F(call_test, calls_are_counted_by_name_whether_they_succeed_or_not) {
    cudaDeviceSynchronize();
    cudaDeviceSynchronize();
    cudaSetDevice(-1);
    EXPECT_EQ(softknee_emulator_call_count("cudaDeviceSynchronize"), 2u);
    EXPECT_EQ(softknee_emulator_call_count("cudaSetDevice"), 1u);
    EXPECT_EQ(softknee_emulator_call_count("cudaMalloc"), 0u);
    EXPECT_EQ(softknee_emulator_total("calls"), 3u);
    softknee_emulator_reset_counts();
    EXPECT_EQ(softknee_emulator_call_count("cudaDeviceSynchronize"), 0u);
    EXPECT_EQ(softknee_emulator_total("calls"), 0u);
}

TEST_F(call_test, what_makes_the_host_wait_is_a_synchronisation) {
    const test_stream stream;
    const test_event event;
    char byte = 1;
    const auto synchronisations = [](const auto& body) {
        const unsigned long long before = softknee_emulator_total("synchronisations");
        body();
        return softknee_emulator_total("synchronisations") - before;
    };
    void* pointer = nullptr;
    EXPECT_EQ(synchronisations([&] { cudaMalloc(&pointer, 1); }), 0u);
    EXPECT_EQ(synchronisations([&] { cudaMemcpyAsync(pointer, &byte, 1, cudaMemcpyDefault, stream); }), 0u);
    EXPECT_EQ(synchronisations([&] { cudaMemcpy(pointer, &byte, 1, cudaMemcpyDefault); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaMemset(pointer, 0, 1); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaEventRecord(event, stream); }), 0u);
    EXPECT_EQ(synchronisations([&] { cudaEventSynchronize(event); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaStreamSynchronize(stream); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaDeviceSynchronize(); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaFree(pointer); }), 1u);
    EXPECT_EQ(synchronisations([&] { cudaMallocHost(&pointer, 1); }), 0u);
    EXPECT_EQ(synchronisations([&] { cudaFreeHost(pointer); }), 1u);
}

TEST_F(call_test, allocations_are_counted) {
    void* pointers[4] = {};
    EXPECT_EQ(cudaMalloc(&pointers[0], 8), cudaSuccess);
    EXPECT_EQ(cudaMallocAsync(&pointers[1], 8, nullptr), cudaSuccess);
    EXPECT_EQ(cudaMallocHost(&pointers[2], 8), cudaSuccess);
    EXPECT_EQ(cudaMallocManaged(&pointers[3], 8, cudaMemAttachGlobal), cudaSuccess);
    EXPECT_EQ(softknee_emulator_total("allocations"), 4u);
    EXPECT_EQ(softknee_emulator_live_allocations(), 4u);
    EXPECT_EQ(cudaFree(pointers[0]), cudaSuccess);
    EXPECT_EQ(cudaFreeAsync(pointers[1], nullptr), cudaSuccess);
    EXPECT_EQ(cudaFreeHost(pointers[2]), cudaSuccess);
    EXPECT_EQ(cudaFree(pointers[3]), cudaSuccess);
    EXPECT_EQ(softknee_emulator_total("allocations"), 4u);
}

TEST_F(call_test, threads_call_at_the_same_time) {
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&failures, i] {
            failures += cudaSetDevice(i % 2) != cudaSuccess;
            for (int repetition = 0; repetition < 200; ++repetition) {
                void* pointer = nullptr;
                failures += cudaMallocAsync(&pointer, 16, cudaStreamPerThread) != cudaSuccess;
                failures += cudaMemsetAsync(pointer, i, 16, cudaStreamPerThread) != cudaSuccess;
                char bytes[16];
                failures += cudaMemcpy(bytes, pointer, 16, cudaMemcpyDeviceToHost) != cudaSuccess;
                failures += bytes[15] != i;
                failures += cudaFreeAsync(pointer, cudaStreamPerThread) != cudaSuccess;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(softknee_emulator_total("allocations"), 1600u);
}

using call_death_test = call_test;

TEST_F(call_death_test, mistakes_in_the_control_of_the_emulator_end_the_process) {
    EXPECT_DEATH(softknee_emulator_fail_call("cudaMalloced", 1, 2, 0), "softknee emulator: .*no function cudaMalloced");
    EXPECT_DEATH(softknee_emulator_fail_call("cudaMalloc", 0, 2, 0), "the next call is call 1");
    EXPECT_DEATH(softknee_emulator_fail_call("cudaMalloc", 1, 12345, 0), "no error has code 12345");
    EXPECT_DEATH(softknee_emulator_call_count("cudaMemcpy3D"), "no function cudaMemcpy3D");
    EXPECT_DEATH(softknee_emulator_total("errors"), "no count of 'errors'");
}

TEST_F(call_death_test, a_function_that_is_not_emulated_says_so_and_ends_the_process) {
    cudaMemcpy3DParms parameters = {};
    EXPECT_DEATH(cudaMemcpy3D(&parameters), "softknee emulator: cudaMemcpy3D is not emulated");
}

}  // namespace
}  // namespace softknee_emulator::test
