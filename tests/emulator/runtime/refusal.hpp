// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

namespace softknee_emulator::runtime {

/// How the body of a runtime function ends that returns an error to its caller.
struct refusal {
    cudaError_t code;
};

[[noreturn]] inline void refuse(cudaError_t code) {
    throw refusal{code};
}

/// Refuses with the code unless the condition holds.
inline void require(bool condition, cudaError_t code = cudaErrorInvalidValue) {
    if (!condition) refuse(code);
}

}  // namespace softknee_emulator::runtime
