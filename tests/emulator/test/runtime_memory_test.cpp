// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "runtime_fixture.hpp"

/// Device and managed memory, and what the runtime knows of addresses.
namespace softknee_emulator::test {
namespace {

using memory_test = runtime_test;

cudaPointerAttributes attributes_of(const void* pointer) {
    cudaPointerAttributes attributes = {};
    EXPECT_EQ(cudaPointerGetAttributes(&attributes, pointer), cudaSuccess);
    return attributes;
}

TEST_F(memory_test, nothing_is_allocated_for_0_bytes) {
    int anything = 0;
    void* pointer = &anything;
    EXPECT_EQ(cudaMalloc(&pointer, 0), cudaSuccess);
    EXPECT_EQ(pointer, nullptr);
    EXPECT_EQ(cudaFree(nullptr), cudaSuccess);
    EXPECT_EQ(cudaMallocAsync(&pointer, 0, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeAsync(nullptr, nullptr), cudaErrorInvalidValue);
}

TEST_F(memory_test, memory_is_aligned) {
    for (const std::size_t bytes : {1, 7, 255, 256, 257, 5000}) {
        const device_bytes memory(bytes);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.data()) % 256, 0u) << bytes;
    }
}

TEST_F(memory_test, freeing_twice_is_refused) {
    void* pointer = nullptr;
    ASSERT_EQ(cudaMalloc(&pointer, 8), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaErrorInvalidValue);
    ASSERT_EQ(cudaMallocAsync(&pointer, 8, nullptr), cudaSuccess);
    EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaSuccess);
    EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaErrorInvalidValue);
}

TEST_F(memory_test, what_is_not_the_start_of_an_allocation_is_not_freed) {
    const device_bytes memory(64);
    int on_the_stack = 0;
    void* pinned = nullptr;
    ASSERT_EQ(cudaMallocHost(&pinned, 8), cudaSuccess);
    for (void* const pointer : {static_cast<void*>(memory.data() + 1), static_cast<void*>(&on_the_stack), pinned}) {
        EXPECT_EQ(cudaFree(pointer), cudaErrorInvalidValue);
        EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaErrorInvalidValue);
    }
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
}

TEST_F(memory_test, both_ways_to_free_take_memory_of_both_ways_to_allocate) {
    void* pointer = nullptr;
    ASSERT_EQ(cudaMalloc(&pointer, 8), cudaSuccess);
    EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaSuccess);
    ASSERT_EQ(cudaMallocAsync(&pointer, 8, nullptr), cudaSuccess);
    EXPECT_EQ(cudaFree(pointer), cudaSuccess);
}

std::size_t free_bytes() {
    std::size_t free = 0;
    std::size_t total = 0;
    EXPECT_EQ(cudaMemGetInfo(&free, &total), cudaSuccess);
    EXPECT_EQ(total, memory_of_device_1);
    return free;
}

TEST_F(memory_test, a_device_has_no_more_memory_than_it_says) {
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    const std::size_t all = free_bytes();
    void* first = nullptr;
    void* second = nullptr;
    ASSERT_EQ(cudaMalloc(&first, all - 16), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&second, 17), cudaErrorMemoryAllocation);
    EXPECT_EQ(cudaMallocAsync(&second, 17, nullptr), cudaErrorMemoryAllocation);
    EXPECT_EQ(cudaMallocManaged(&second, 17, cudaMemAttachGlobal), cudaErrorMemoryAllocation);
    ASSERT_EQ(cudaMalloc(&second, 16), cudaSuccess);
    EXPECT_EQ(free_bytes(), 0u);
    EXPECT_EQ(cudaFree(first), cudaSuccess);
    EXPECT_EQ(free_bytes(), all - 16);
    EXPECT_EQ(cudaFree(second), cudaSuccess);
}

TEST_F(memory_test, more_bytes_than_there_are_addresses_are_refused) {
    void* pointer = nullptr;
    EXPECT_EQ(cudaMalloc(&pointer, SIZE_MAX), cudaErrorMemoryAllocation);
    EXPECT_EQ(cudaMallocHost(&pointer, SIZE_MAX), cudaErrorMemoryAllocation);
}

TEST_F(memory_test, the_stream_decides_on_which_device_memory_is_allocated) {
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    const test_stream stream_of_1;
    ASSERT_EQ(cudaSetDevice(0), cudaSuccess);
    void* pointer = nullptr;
    ASSERT_EQ(cudaMallocAsync(&pointer, 8, stream_of_1), cudaSuccess);
    EXPECT_EQ(attributes_of(pointer).device, 1);
    EXPECT_EQ(cudaFreeAsync(pointer, stream_of_1), cudaSuccess);
}

TEST_F(memory_test, managed_memory_is_written_by_the_host_and_read_by_copies) {
    int* managed = nullptr;
    ASSERT_EQ(cudaMallocManaged(reinterpret_cast<void**>(&managed), sizeof(int), cudaMemAttachGlobal), cudaSuccess);
    *managed = 7;
    int copied = 0;
    EXPECT_EQ(cudaMemcpy(&copied, managed, sizeof(int), cudaMemcpyDeviceToHost), cudaSuccess);
    EXPECT_EQ(copied, 7);
    EXPECT_EQ(attributes_of(managed).type, cudaMemoryTypeManaged);
    EXPECT_EQ(cudaFree(managed), cudaSuccess);
    void* pointer = nullptr;
    EXPECT_EQ(cudaMallocManaged(&pointer, 8, 77), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocManaged(&pointer, 0, cudaMemAttachGlobal), cudaErrorInvalidValue);
}

TEST_F(memory_test, a_pointer_is_known_from_its_first_byte_to_its_last) {
    const device_bytes memory(64);
    for (const char* const pointer : {memory.data(), memory.data() + 63}) {
        const cudaPointerAttributes attributes = attributes_of(pointer);
        EXPECT_EQ(attributes.type, cudaMemoryTypeDevice);
        EXPECT_EQ(attributes.device, 0);
        EXPECT_EQ(attributes.devicePointer, pointer);
        EXPECT_EQ(attributes.hostPointer, nullptr);
    }
    EXPECT_EQ(attributes_of(memory.data() - 1).type, cudaMemoryTypeUnregistered);
    EXPECT_EQ(attributes_of(memory.data() + 64).type, cudaMemoryTypeUnregistered);
}

TEST_F(memory_test, memory_of_the_program_and_freed_memory_are_unregistered) {
    const std::vector<int> of_the_program(4);
    void* freed = nullptr;
    ASSERT_EQ(cudaMalloc(&freed, 8), cudaSuccess);
    ASSERT_EQ(cudaFree(freed), cudaSuccess);
    EXPECT_EQ(attributes_of(of_the_program.data()).type, cudaMemoryTypeUnregistered);
    EXPECT_EQ(attributes_of(freed).type, cudaMemoryTypeUnregistered);
    EXPECT_EQ(attributes_of(nullptr).type, cudaMemoryTypeUnregistered);
}

}  // namespace
}  // namespace softknee_emulator::test
