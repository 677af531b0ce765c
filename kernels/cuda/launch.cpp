// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/launch.hpp>

#include <kernels/cuda/runtime_call.hpp>
#include <kernels/floating_point_environment.hpp>

namespace softknee::kernels::cuda {

void prepare(const kernel_entry& kernel, const std::array<double, maximum_parameters>& parameters,
             prepared_argument& argument) {
    const default_floating_point_environment environment;
    kernel.prepare(parameters, argument);
}

void launch(const void* kernel, void** arguments, std::int64_t blocks, int threads, CUstream_st* stream,
            int shared_bytes) {
    if (shared_bytes > 0) {
        checked("cudaFuncSetAttribute", [&] {
            return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, shared_bytes);
        });
    }
    checked("cudaLaunchKernelExC", [&] {
        if (blocks > maximum_blocks) return cudaErrorInvalidConfiguration;
        cudaLaunchConfig_t configuration = {};
        configuration.gridDim = dim3(static_cast<unsigned>(blocks));
        configuration.blockDim = dim3(static_cast<unsigned>(threads));
        configuration.dynamicSmemBytes = static_cast<std::size_t>(shared_bytes);
        configuration.stream = stream;
        return cudaLaunchKernelExC(&configuration, kernel, arguments);
    });
}

int architecture_of_device() {
    int device = 0;
    int major = 0;
    int minor = 0;
    checked("cudaGetDevice", [&] { return cudaGetDevice(&device); });
    checked("cudaDeviceGetAttribute",
            [&] { return cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device); });
    checked("cudaDeviceGetAttribute",
            [&] { return cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device); });
    return 100 * major + 10 * minor;
}

}  // namespace softknee::kernels::cuda
