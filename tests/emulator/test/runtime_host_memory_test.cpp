// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "runtime_fixture.hpp"

/// Page-locked memory.
namespace softknee_emulator::test {
namespace {

using host_memory_test = runtime_test;

TEST_F(host_memory_test, pinned_memory_is_memory_of_the_host_that_the_runtime_knows) {
    int* pinned = nullptr;
    ASSERT_EQ(cudaHostAlloc(reinterpret_cast<void**>(&pinned), 2 * sizeof(int), cudaHostAllocPortable), cudaSuccess);
    pinned[1] = 5;
    cudaPointerAttributes attributes;
    EXPECT_EQ(cudaPointerGetAttributes(&attributes, &pinned[1]), cudaSuccess);
    EXPECT_EQ(attributes.type, cudaMemoryTypeHost);
    EXPECT_EQ(attributes.hostPointer, &pinned[1]);
    void* device_pointer = nullptr;
    EXPECT_EQ(cudaHostGetDevicePointer(&device_pointer, pinned, 0), cudaSuccess);
    EXPECT_EQ(device_pointer, pinned);
    unsigned flags = 0;
    EXPECT_EQ(cudaHostGetFlags(&flags, pinned), cudaSuccess);
    EXPECT_EQ(flags, static_cast<unsigned>(cudaHostAllocPortable | cudaHostAllocMapped));
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
}

TEST_F(host_memory_test, what_is_not_pinned_is_not_freed) {
    const device_bytes device(8);
    int on_the_stack = 0;
    void* pinned = nullptr;
    ASSERT_EQ(cudaMallocHost(&pinned, 8), cudaSuccess);
    EXPECT_EQ(cudaFreeHost(nullptr), cudaSuccess);
    EXPECT_EQ(cudaFreeHost(device.data()), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeHost(&on_the_stack), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeHost(static_cast<char*>(pinned) + 1), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
    EXPECT_EQ(cudaFreeHost(pinned), cudaErrorInvalidValue);
}

TEST_F(host_memory_test, wrong_arguments_are_refused) {
    void* pointer = nullptr;
    int on_the_stack = 0;
    unsigned flags = 0;
    EXPECT_EQ(cudaHostAlloc(&pointer, 8, 1u << 20), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostGetDevicePointer(&pointer, &on_the_stack, 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostGetFlags(&flags, &on_the_stack), cudaErrorInvalidValue);
}

TEST_F(host_memory_test, memory_of_the_program_is_registered_once) {
    std::vector<char> memory(100);
    EXPECT_EQ(cudaHostRegister(memory.data() + 10, 50, cudaHostRegisterDefault), cudaSuccess);
    cudaPointerAttributes attributes;
    EXPECT_EQ(cudaPointerGetAttributes(&attributes, memory.data() + 59), cudaSuccess);
    EXPECT_EQ(attributes.type, cudaMemoryTypeHost);
    EXPECT_EQ(cudaPointerGetAttributes(&attributes, memory.data() + 60), cudaSuccess);
    EXPECT_EQ(attributes.type, cudaMemoryTypeUnregistered);
    EXPECT_EQ(cudaHostRegister(memory.data(), 11, cudaHostRegisterDefault), cudaErrorHostMemoryAlreadyRegistered);
    EXPECT_EQ(cudaHostRegister(memory.data() + 59, 1, cudaHostRegisterDefault), cudaErrorHostMemoryAlreadyRegistered);
    EXPECT_EQ(cudaHostRegister(memory.data(), 10, cudaHostRegisterDefault), cudaSuccess);
    EXPECT_EQ(cudaHostUnregister(memory.data() + 11), cudaErrorHostMemoryNotRegistered);
    EXPECT_EQ(cudaHostUnregister(memory.data() + 10), cudaSuccess);
    EXPECT_EQ(cudaHostUnregister(memory.data() + 10), cudaErrorHostMemoryNotRegistered);
    EXPECT_EQ(cudaHostUnregister(memory.data()), cudaSuccess);
}

TEST_F(host_memory_test, what_cannot_be_registered_is_refused) {
    char byte = 0;
    void* pinned = nullptr;
    ASSERT_EQ(cudaMallocHost(&pinned, 8), cudaSuccess);
    EXPECT_EQ(cudaHostRegister(pinned, 8, cudaHostRegisterDefault), cudaErrorHostMemoryAlreadyRegistered);
    EXPECT_EQ(cudaHostRegister(nullptr, 8, cudaHostRegisterDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostRegister(&byte, 0, cudaHostRegisterDefault), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostRegister(&byte, 1, 1u << 20), cudaErrorInvalidValue);
    EXPECT_EQ(cudaHostUnregister(nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaFreeHost(pinned), cudaSuccess);
}

}  // namespace
}  // namespace softknee_emulator::test
