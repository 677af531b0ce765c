// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

/// What every planted fault needs of the host: arrays in device memory, checked calls, a comparison.
namespace planted_faults {

inline void require_success(const char* function, cudaError_t status) {
    if (status == cudaSuccess) return;
    throw std::runtime_error(std::string(function) + " returned " + cudaGetErrorName(status));
}

/// For the kernel that was launched last.
inline void require_launched() {
    require_success("the launch", cudaGetLastError());
    require_success("cudaDeviceSynchronize", cudaDeviceSynchronize());
}

/// An array in device memory.
template <class T>
class device_array {
public:
    /// Nothing has written its elements.
    explicit device_array(int count) : count_(static_cast<std::size_t>(count)) {
        require_success("cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&data_), count_ * sizeof(T)));
    }
    explicit device_array(const std::vector<T>& content) : device_array(static_cast<int>(content.size())) {
        require_success("cudaMemcpy", cudaMemcpy(data_, content.data(), count_ * sizeof(T), cudaMemcpyHostToDevice));
    }
    device_array(const device_array&) = delete;
    device_array& operator=(const device_array&) = delete;
    ~device_array() { cudaFree(data_); }

    T* data() const { return data_; }

    std::vector<T> content() const {
        std::vector<T> result(count_);
        require_success("cudaMemcpy", cudaMemcpy(result.data(), data_, count_ * sizeof(T), cudaMemcpyDeviceToHost));
        return result;
    }

private:
    std::size_t count_;
    T* data_ = nullptr;
};

/// 0, 1, 2, ..., period - 1, 0, 1, ...: small enough that sums of them are exact in every order.
template <class T>
std::vector<T> numbers(int count, int period = 64) {
    std::vector<T> result(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) result[static_cast<std::size_t>(i)] = static_cast<T>(i % period);
    return result;
}

template <class T>
void require_equal(const std::vector<T>& got, const std::vector<T>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (got[i] == expected[i]) continue;
        throw std::runtime_error("wrong result: element " + std::to_string(i) + " is " + std::to_string(got[i]) +
                                 ", expected " + std::to_string(expected[i]));
    }
}

}  // namespace planted_faults
