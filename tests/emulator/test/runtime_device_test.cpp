// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "runtime_fixture.hpp"

namespace softknee_emulator::test {
namespace {

using device_test = runtime_test;

int attribute(cudaDeviceAttr name, int device) {
    int value = -1;
    EXPECT_EQ(cudaDeviceGetAttribute(&value, name, device), cudaSuccess);
    return value;
}

TEST_F(device_test, there_are_as_many_devices_as_the_settings_say) {
    int count = 0;
    EXPECT_EQ(cudaGetDeviceCount(&count), cudaSuccess);
    EXPECT_EQ(count, 2);
}

TEST_F(device_test, the_current_device_belongs_to_a_thread) {
    int device = -1;
    EXPECT_EQ(cudaSetDevice(1), cudaSuccess);
    EXPECT_EQ(cudaGetDevice(&device), cudaSuccess);
    EXPECT_EQ(device, 1);
    std::thread([] {
        int device_of_the_thread = -1;
        EXPECT_EQ(cudaGetDevice(&device_of_the_thread), cudaSuccess);
        EXPECT_EQ(device_of_the_thread, 0);
    }).join();
}

TEST_F(device_test, a_device_that_is_not_there_is_refused_and_changes_nothing) {
    for (const int device : {-1, 2}) {
        cudaDeviceProp properties;
        int value = 0;
        EXPECT_EQ(cudaSetDevice(device), cudaErrorInvalidDevice);
        EXPECT_EQ(cudaGetDeviceProperties(&properties, device), cudaErrorInvalidDevice);
        EXPECT_EQ(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, device), cudaErrorInvalidDevice);
    }
    int device = -1;
    EXPECT_EQ(cudaGetDevice(&device), cudaSuccess);
    EXPECT_EQ(device, 0);
}

TEST_F(device_test, properties_are_those_of_the_settings) {
    cudaDeviceProp properties;
    ASSERT_EQ(cudaGetDeviceProperties(&properties, 1), cudaSuccess);
    EXPECT_EQ(properties.major, 7);
    EXPECT_EQ(properties.minor, 5);
    EXPECT_EQ(properties.multiProcessorCount, 2);
    EXPECT_EQ(properties.totalGlobalMem, memory_of_device_1);
    EXPECT_STREQ(properties.name, "softknee emulator 1, compute capability 7.5");
}

TEST_F(device_test, attributes_and_properties_agree) {
    for (const int device : {0, 1}) {
        cudaDeviceProp properties;
        ASSERT_EQ(cudaGetDeviceProperties(&properties, device), cudaSuccess);
        EXPECT_EQ(attribute(cudaDevAttrComputeCapabilityMajor, device), properties.major);
        EXPECT_EQ(attribute(cudaDevAttrComputeCapabilityMinor, device), properties.minor);
        EXPECT_EQ(attribute(cudaDevAttrMultiProcessorCount, device), properties.multiProcessorCount);
        EXPECT_EQ(attribute(cudaDevAttrMaxThreadsPerMultiProcessor, device), properties.maxThreadsPerMultiProcessor);
        EXPECT_EQ(attribute(cudaDevAttrWarpSize, device), 32);
        EXPECT_EQ(attribute(cudaDevAttrMemoryPoolsSupported, device), 1);
        EXPECT_EQ(attribute(cudaDevAttrCooperativeLaunch, device), 0);
    }
    EXPECT_EQ(attribute(cudaDevAttrMaxThreadsPerMultiProcessor, 0), 2048);
    EXPECT_EQ(attribute(cudaDevAttrMaxThreadsPerMultiProcessor, 1), 1024);
}

TEST_F(device_test, numbers_that_are_no_attribute_are_refused) {
    int value = 0;
    EXPECT_EQ(cudaDeviceGetAttribute(&value, static_cast<cudaDeviceAttr>(0), 0), cudaErrorInvalidValue);
    EXPECT_EQ(cudaDeviceGetAttribute(&value, cudaDevAttrMax, 0), cudaErrorInvalidValue);
}

TEST_F(device_test, the_versions_are_those_of_the_header) {
    int version = 0;
    EXPECT_EQ(cudaDriverGetVersion(&version), cudaSuccess);
    EXPECT_EQ(version, CUDART_VERSION);
    EXPECT_EQ(cudaRuntimeGetVersion(&version), cudaSuccess);
    EXPECT_EQ(version, CUDART_VERSION);
}

TEST_F(device_test, a_reset_frees_what_is_on_the_current_device_and_nothing_else) {
    const device_bytes on_0(8);
    ASSERT_EQ(cudaSetDevice(1), cudaSuccess);
    void* on_1 = nullptr;
    cudaStream_t stream = nullptr;
    cudaEvent_t event = nullptr;
    ASSERT_EQ(cudaMalloc(&on_1, 8), cudaSuccess);
    ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
    ASSERT_EQ(cudaEventCreate(&event), cudaSuccess);
    EXPECT_EQ(cudaDeviceReset(), cudaSuccess);
    EXPECT_EQ(softknee_emulator_live_allocations(), 1u);
    EXPECT_EQ(cudaFree(on_1), cudaErrorInvalidValue);
    EXPECT_EQ(cudaStreamQuery(stream), cudaErrorInvalidResourceHandle);
    EXPECT_EQ(cudaEventQuery(event), cudaErrorInvalidResourceHandle);
}

TEST_F(device_test, a_reset_ends_a_capture) {
    cudaStream_t stream = nullptr;
    ASSERT_EQ(cudaStreamCreate(&stream), cudaSuccess);
    ASSERT_EQ(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    EXPECT_EQ(cudaDeviceReset(), cudaSuccess);
    const device_bytes memory(8);
}

using device_death_test = device_test;

TEST_F(device_death_test, an_attribute_without_an_answer_ends_the_process) {
    int value = 0;
    EXPECT_DEATH(cudaDeviceGetAttribute(&value, cudaDevAttrMaxTexture1DWidth, 0), "attribute 21 is not emulated");
}

}  // namespace
}  // namespace softknee_emulator::test
