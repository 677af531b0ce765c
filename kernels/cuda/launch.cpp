// SPDX-License-Identifier: Apache-2.0
#include <kernels/cuda/launch.hpp>

#include <kernels/cuda/runtime_call.hpp>

namespace softknee::kernels::cuda {

void launch(const void* kernel, void** arguments, std::int64_t blocks, int threads, CUstream_st* stream) {
    checked("cudaLaunchKernelExC", [&] {
        if (blocks > maximum_blocks) return cudaErrorInvalidConfiguration;
        cudaLaunchConfig_t configuration = {};
        configuration.gridDim = dim3(static_cast<unsigned>(blocks));
        configuration.blockDim = dim3(static_cast<unsigned>(threads));
        configuration.stream = stream;
        return cudaLaunchKernelExC(&configuration, kernel, arguments);
    });
}

}  // namespace softknee::kernels::cuda
