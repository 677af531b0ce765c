// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>
#include <gtest/gtest.h>

#include <cstddef>

#include <emulator/runtime/control.hpp>

/// What the tests of the stand-in runtime share. The process has two devices: device 0 with compute capability 9.0,
/// 4 multiprocessors and 1 GiB, device 1 with 7.5, 2 and 1 MiB. See runtime_test_main.cpp.
namespace softknee_emulator::test {

constexpr std::size_t memory_of_device_0 = std::size_t(1) << 30;
constexpr std::size_t memory_of_device_1 = std::size_t(1) << 20;

/// Each test begins on device 0 without an error and with counts of 0, and frees what it allocates.
class runtime_test : public testing::Test {
protected:
    runtime_test() {
        softknee_emulator_clear_failures();
        cudaSetDevice(0);
        softknee_emulator_reset_counts();
    }
    ~runtime_test() override {
        softknee_emulator_clear_failures();
        EXPECT_EQ(softknee_emulator_live_allocations(), 0u);
    }
};

/// Device memory of the current device, from cudaMalloc.
class device_bytes {
public:
    explicit device_bytes(std::size_t bytes) { EXPECT_EQ(cudaMalloc(&data_, bytes), cudaSuccess); }
    ~device_bytes() { EXPECT_EQ(cudaFree(data_), cudaSuccess); }
    device_bytes(const device_bytes&) = delete;
    device_bytes& operator=(const device_bytes&) = delete;

    char* data() const { return static_cast<char*>(data_); }

private:
    void* data_ = nullptr;
};

/// A stream that does not wait for the legacy default stream, unless it is told to.
class test_stream {
public:
    explicit test_stream(unsigned flags = cudaStreamNonBlocking) {
        EXPECT_EQ(cudaStreamCreateWithFlags(&handle_, flags), cudaSuccess);
    }
    ~test_stream() { EXPECT_EQ(cudaStreamDestroy(handle_), cudaSuccess); }
    test_stream(const test_stream&) = delete;
    test_stream& operator=(const test_stream&) = delete;

    operator cudaStream_t() const { return handle_; }

private:
    cudaStream_t handle_ = nullptr;
};

class test_event {
public:
    explicit test_event(unsigned flags = cudaEventDefault) {
        EXPECT_EQ(cudaEventCreateWithFlags(&handle_, flags), cudaSuccess);
    }
    ~test_event() { EXPECT_EQ(cudaEventDestroy(handle_), cudaSuccess); }
    test_event(const test_event&) = delete;
    test_event& operator=(const test_event&) = delete;

    operator cudaEvent_t() const { return handle_; }

private:
    cudaEvent_t handle_ = nullptr;
};

}  // namespace softknee_emulator::test
