// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <softknee/error.hpp>

#include <kernels/cuda/runtime_call.hpp>

namespace softknee::kernels::cuda {
namespace {

/// Without a driver the runtime says that the driver is too old; version 0 tells the two apart.
bool driver_is_installed() {
    int version = 0;
    const cudaError_t status = status_of([&] { return cudaDriverGetVersion(&version); });
    return status == cudaSuccess && version != 0;
}

}  // namespace

void throw_runtime_error(cudaError_t status, const char* operation) {
    const std::string message = std::string(operation) + ": " + cudaGetErrorString(status) + " (" +
                                cudaGetErrorName(status) + ", " + std::to_string(static_cast<int>(status)) + ")";
    switch (status) {
        case cudaErrorNoDevice:
        case cudaErrorStubLibrary:
            throw no_device_error(message, status);
        case cudaErrorInsufficientDriver:
            if (!driver_is_installed()) {
                throw no_device_error(std::string(operation) + ": no CUDA driver is installed", status);
            }
            throw driver_error(message, status);
        case cudaErrorSystemDriverMismatch:
        case cudaErrorCompatNotSupportedOnDevice:
        case cudaErrorUnsupportedPtxVersion:
        case cudaErrorCallRequiresNewerDriver:
            throw driver_error(message, status);
        case cudaErrorNoKernelImageForDevice:
        case cudaErrorInvalidKernelImage:
            throw architecture_error(message, status);
        case cudaErrorMemoryAllocation:
            throw out_of_memory_error(message, status);
        default:
            throw device_error(message, status);
    }
}

}  // namespace softknee::kernels::cuda
