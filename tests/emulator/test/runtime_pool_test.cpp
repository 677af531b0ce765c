// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "runtime_fixture.hpp"

/// Memory pools.
namespace softknee_emulator::test {
namespace {

using pool_test = runtime_test;

cudaMemPoolProps properties_for(int device) {
    cudaMemPoolProps properties = {};
    properties.allocType = cudaMemAllocationTypePinned;
    properties.location.type = cudaMemLocationTypeDevice;
    properties.location.id = device;
    return properties;
}

std::uint64_t attribute(cudaMemPool_t pool, cudaMemPoolAttr name) {
    std::uint64_t value = ~std::uint64_t(0);
    EXPECT_EQ(cudaMemPoolGetAttribute(pool, name, &value), cudaSuccess);
    return value;
}

TEST_F(pool_test, each_device_has_a_default_pool_which_is_the_current_one) {
    cudaMemPool_t pools[2] = {};
    cudaMemPool_t current = nullptr;
    ASSERT_EQ(cudaDeviceGetDefaultMemPool(&pools[0], 0), cudaSuccess);
    ASSERT_EQ(cudaDeviceGetDefaultMemPool(&pools[1], 1), cudaSuccess);
    EXPECT_NE(pools[0], pools[1]);
    EXPECT_EQ(cudaDeviceGetMemPool(&current, 1), cudaSuccess);
    EXPECT_EQ(current, pools[1]);
    EXPECT_EQ(cudaDeviceGetDefaultMemPool(&current, 2), cudaErrorInvalidDevice);
    EXPECT_EQ(cudaMemPoolDestroy(pools[0]), cudaErrorInvalidValue);
}

TEST_F(pool_test, a_pool_counts_what_is_taken_from_it) {
    const cudaMemPoolProps properties = properties_for(0);
    cudaMemPool_t pool = nullptr;
    ASSERT_EQ(cudaMemPoolCreate(&pool, &properties), cudaSuccess);
    void* pointer = nullptr;
    ASSERT_EQ(cudaMallocFromPoolAsync(&pointer, 100, pool, nullptr), cudaSuccess);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrUsedMemCurrent), 100u);
    EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaSuccess);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrUsedMemCurrent), 0u);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrUsedMemHigh), 100u);
    std::uint64_t value = 0;
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrUsedMemHigh, &value), cudaSuccess);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrUsedMemHigh), 0u);
    value = 1;
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrUsedMemHigh, &value), cudaErrorInvalidValue);
    value = 0;
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrUsedMemCurrent, &value), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolTrimTo(pool, 0), cudaSuccess);
    EXPECT_EQ(cudaMemPoolDestroy(pool), cudaSuccess);
}

TEST_F(pool_test, attributes_keep_what_they_are_set_to) {
    cudaMemPool_t pool = nullptr;
    ASSERT_EQ(cudaDeviceGetDefaultMemPool(&pool, 0), cudaSuccess);
    std::uint64_t threshold = 12345;
    int off = 0;
    int read = 1;
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold), cudaSuccess);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrReleaseThreshold), 12345u);
    EXPECT_EQ(cudaMemPoolSetAttribute(pool, cudaMemPoolReuseAllowOpportunistic, &off), cudaSuccess);
    EXPECT_EQ(cudaMemPoolGetAttribute(pool, cudaMemPoolReuseAllowOpportunistic, &read), cudaSuccess);
    EXPECT_EQ(read, 0);
    EXPECT_EQ(cudaMemPoolGetAttribute(pool, static_cast<cudaMemPoolAttr>(99), &read), cudaErrorInvalidValue);
}

TEST_F(pool_test, a_device_takes_its_memory_from_the_current_pool_until_that_is_destroyed) {
    const cudaMemPoolProps properties = properties_for(0);
    cudaMemPool_t pool = nullptr;
    ASSERT_EQ(cudaMemPoolCreate(&pool, &properties), cudaSuccess);
    EXPECT_EQ(cudaDeviceSetMemPool(1, pool), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceSetMemPool(2, pool), cudaErrorInvalidDevice);
    ASSERT_EQ(cudaDeviceSetMemPool(0, pool), cudaSuccess);
    void* pointer = nullptr;
    ASSERT_EQ(cudaMallocAsync(&pointer, 100, nullptr), cudaSuccess);
    EXPECT_EQ(attribute(pool, cudaMemPoolAttrUsedMemCurrent), 100u);
    EXPECT_EQ(cudaMemPoolDestroy(pool), cudaSuccess);
    cudaMemPool_t current = nullptr;
    cudaMemPool_t first = nullptr;
    EXPECT_EQ(cudaDeviceGetMemPool(&current, 0), cudaSuccess);
    EXPECT_EQ(cudaDeviceGetDefaultMemPool(&first, 0), cudaSuccess);
    EXPECT_EQ(current, first);
    EXPECT_EQ(cudaFreeAsync(pointer, nullptr), cudaSuccess);
}

TEST_F(pool_test, pools_that_are_not_there_or_cannot_be_are_refused) {
    cudaMemPoolProps properties = properties_for(0);
    cudaMemPool_t pool = nullptr;
    void* pointer = nullptr;
    ASSERT_EQ(cudaMemPoolCreate(&pool, &properties), cudaSuccess);
    ASSERT_EQ(cudaMemPoolDestroy(pool), cudaSuccess);
    EXPECT_EQ(cudaMemPoolDestroy(pool), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMallocFromPoolAsync(&pointer, 8, pool, nullptr), cudaErrorInvalidValue);
    EXPECT_EQ(cudaMemPoolTrimTo(pool, 0), cudaErrorInvalidValue);
    properties.location.id = 2;
    EXPECT_EQ(cudaMemPoolCreate(&pool, &properties), cudaErrorInvalidDevice);
    properties.location = {};
    EXPECT_EQ(cudaMemPoolCreate(&pool, &properties), cudaErrorNotSupported);
    properties = properties_for(0);
    properties.handleTypes = cudaMemHandleTypePosixFileDescriptor;
    EXPECT_EQ(cudaMemPoolCreate(&pool, &properties), cudaErrorNotSupported);
    properties = {};
    EXPECT_EQ(cudaMemPoolCreate(&pool, &properties), cudaErrorInvalidValue);
}

}  // namespace
}  // namespace softknee_emulator::test
