// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <cuda_runtime_api.h>

#include <softknee/error.hpp>

namespace softknee::bench {

/// @throws device_error unless the status is success
inline void check(cudaError_t status, const char* operation) {
    if (status == cudaSuccess) return;
    throw device_error(std::string(operation) + ": " + cudaGetErrorString(status), static_cast<int>(status));
}

}  // namespace softknee::bench
