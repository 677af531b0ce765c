// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <cudnn.h>

#include "error.hpp"

namespace softknee::bench {

/// @throws cudnn_error unless the status is success
inline void check(cudnnStatus_t status, const char* operation) {
    if (status == CUDNN_STATUS_SUCCESS) return;
    throw cudnn_error(std::string(operation) + ": " + cudnnGetErrorString(status), static_cast<int>(status));
}

}  // namespace softknee::bench
