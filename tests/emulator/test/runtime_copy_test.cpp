// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>

#include <string>
#include <vector>

#include "runtime_fixture.hpp"

/// Copies and sets: where they may go, and what they may read.
namespace softknee_emulator::test {
namespace {

class copy_test : public runtime_test {
protected:
    std::string host_ = "0123456789abcdef";
    std::string other_ = std::string(16, '-');
};

TEST_F(copy_test, bytes_come_back_as_they_were_sent) {
    const device_bytes first(16);
    const device_bytes second(16);
    EXPECT_EQ(cudaMemcpy(first.data(), host_.data(), 16, cudaMemcpyHostToDevice), cudaSuccess);
    EXPECT_EQ(cudaMemcpyAsync(second.data(), first.data(), 16, cudaMemcpyDeviceToDevice, nullptr), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(other_.data(), second.data(), 16, cudaMemcpyDeviceToHost), cudaSuccess);
    EXPECT_EQ(other_, host_);
}

TEST_F(copy_test, the_addresses_decide_if_the_kind_is_left_open) {
    const device_bytes memory(16);
    EXPECT_EQ(cudaMemcpy(memory.data(), host_.data(), 16, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(other_.data(), memory.data(), 16, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(other_, host_);
    std::string third(16, '-');
    EXPECT_EQ(cudaMemcpy(third.data(), host_.data(), 16, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(third, host_);
}

TEST_F(copy_test, a_kind_that_contradicts_the_addresses_is_refused) {
    const device_bytes memory(16);
    ASSERT_EQ(cudaMemset(memory.data(), 0, 16), cudaSuccess);
    const auto copy = [](void* destination, const void* source, cudaMemcpyKind kind) {
        return cudaMemcpyAsync(destination, source, 16, kind, nullptr);
    };
    EXPECT_EQ(copy(memory.data(), host_.data(), cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    EXPECT_EQ(copy(memory.data(), host_.data(), cudaMemcpyDeviceToDevice), cudaErrorInvalidValue);
    EXPECT_EQ(copy(memory.data(), host_.data(), cudaMemcpyHostToHost), cudaErrorInvalidValue);
    EXPECT_EQ(copy(other_.data(), memory.data(), cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EXPECT_EQ(copy(other_.data(), memory.data(), cudaMemcpyHostToHost), cudaErrorInvalidValue);
    EXPECT_EQ(copy(other_.data(), host_.data(), cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    EXPECT_EQ(copy(other_.data(), host_.data(), cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EXPECT_EQ(copy(other_.data(), host_.data(), static_cast<cudaMemcpyKind>(5)), cudaErrorInvalidMemcpyDirection);
    EXPECT_EQ(other_, std::string(16, '-'));
}

TEST_F(copy_test, pinned_and_managed_memory_are_both_on_the_host_and_on_the_device) {
    void* pinned = nullptr;
    void* managed = nullptr;
    ASSERT_EQ(cudaMallocHost(&pinned, 16), cudaSuccess);
    ASSERT_EQ(cudaMallocManaged(&managed, 16, cudaMemAttachGlobal), cudaSuccess);
    for (void* const memory : {pinned, managed}) {
        for (const cudaMemcpyKind kind : {cudaMemcpyHostToHost, cudaMemcpyHostToDevice, cudaMemcpyDefault}) {
            EXPECT_EQ(cudaMemcpy(memory, host_.data(), 16, kind), cudaSuccess);
        }
        for (const cudaMemcpyKind kind : {cudaMemcpyHostToHost, cudaMemcpyDeviceToHost, cudaMemcpyDefault}) {
            EXPECT_EQ(cudaMemcpy(other_.data(), memory, 16, kind), cudaSuccess);
        }
        EXPECT_EQ(other_, host_);
    }
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
    EXPECT_EQ(cudaFree(managed), cudaSuccess);
}

TEST_F(copy_test, a_copy_that_reaches_beyond_an_allocation_is_refused) {
    const device_bytes memory(8);
    EXPECT_EQ(cudaMemcpy(memory.data(), host_.data(), 9, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(memory.data() + 7, host_.data(), 2, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(other_.data(), memory.data(), 9, cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemset(memory.data() + 1, 0, 8), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(memory.data(), host_.data(), 8, cudaMemcpyHostToDevice), cudaSuccess);
}

TEST_F(copy_test, null_is_refused_and_no_bytes_are_not) {
    const device_bytes memory(8);
    EXPECT_EQ(cudaMemcpy(nullptr, host_.data(), 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(memory.data(), nullptr, 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemset(nullptr, 0, 1), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemcpy(nullptr, nullptr, 0, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(cudaMemsetAsync(nullptr, 0, 0, nullptr), cudaSuccess);
}

TEST_F(copy_test, a_set_reaches_what_kernels_reach) {
    const device_bytes memory(8);
    EXPECT_EQ(cudaMemset(memory.data(), 'x', 4), cudaSuccess);
    EXPECT_EQ(cudaMemsetAsync(memory.data() + 4, 'y', 4, nullptr), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(other_.data(), memory.data(), 8, cudaMemcpyDefault), cudaSuccess);
    EXPECT_EQ(other_.substr(0, 9), "xxxxyyyy-");
    EXPECT_EQ(cudaMemset(other_.data(), 0, 4), cudaErrorInvalidValue);
}

TEST_F(copy_test, rows_are_copied_and_set_with_their_pitches) {
    const device_bytes memory(16);
    EXPECT_EQ(cudaMemset2D(memory.data(), 8, '.', 5, 2), cudaSuccess);
    EXPECT_EQ(cudaMemcpy2D(memory.data(), 8, host_.data(), 4, 3, 2, cudaMemcpyHostToDevice), cudaSuccess);
    EXPECT_EQ(cudaMemcpy2DAsync(other_.data(), 6, memory.data(), 8, 5, 2, cudaMemcpyDeviceToHost, nullptr),
              cudaSuccess);
    EXPECT_EQ(other_, "012..-456..-----");
    EXPECT_EQ(cudaMemset2DAsync(memory.data(), 8, '.', 8, 2, nullptr), cudaSuccess);
}

TEST_F(copy_test, a_pitch_that_is_shorter_than_a_row_is_refused) {
    const device_bytes memory(16);
    EXPECT_EQ(cudaMemcpy2D(memory.data(), 2, host_.data(), 4, 3, 2, cudaMemcpyDefault), cudaErrorInvalidPitchValue);
    EXPECT_EQ(cudaMemcpy2D(memory.data(), 4, host_.data(), 2, 3, 2, cudaMemcpyDefault), cudaErrorInvalidPitchValue);
    EXPECT_EQ(cudaMemset2D(memory.data(), 2, 0, 3, 2), cudaErrorInvalidPitchValue);
    EXPECT_EQ(cudaMemcpy2D(memory.data(), 8, host_.data(), 8, 3, 3, cudaMemcpyDefault), cudaErrorInvalidValue);
}

using copy_death_test = copy_test;

TEST_F(copy_death_test, reading_what_nothing_has_written_is_a_fault) {
    const device_bytes memory(16);
    ASSERT_EQ(cudaMemset(memory.data(), 0, 15), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(other_.data(), memory.data(), 15, cudaMemcpyDefault), cudaSuccess);
    EXPECT_DEATH(cudaMemcpy(other_.data(), memory.data(), 16, cudaMemcpyDefault),
                 "softknee emulator: cudaMemcpy reads byte 15 of an allocation of 16 bytes, which nothing has written");
}

TEST_F(copy_death_test, memory_that_was_freed_is_a_fault) {
    void* freed = nullptr;
    ASSERT_EQ(cudaMalloc(&freed, 1 << 20), cudaSuccess);
    ASSERT_EQ(cudaFree(freed), cudaSuccess);
    EXPECT_EQ(cudaMemcpy(freed, host_.data(), 16, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EXPECT_DEATH(cudaMemcpy(freed, host_.data(), 16, cudaMemcpyDefault), "without memory");
    EXPECT_DEATH(cudaMemcpy(other_.data(), freed, 16, cudaMemcpyDefault), "without memory");
}

TEST_F(copy_death_test, the_bytes_beside_an_allocation_are_no_memory_of_the_host) {
    const device_bytes memory(16);
    EXPECT_DEATH(cudaMemcpy(memory.data() + 16, host_.data(), 1, cudaMemcpyDefault), "beside an allocation of 16");
    EXPECT_DEATH(cudaMemcpy(memory.data() - 1, host_.data(), 1, cudaMemcpyDefault), "beside an allocation of 16");
}

}  // namespace
}  // namespace softknee_emulator::test
