// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include <kernels/cuda/runtime_call.hpp>

namespace softknee::kernels::cuda {

/// Submits a kernel with a grid of one dimension to a stream.
///
/// @param blocks  at least 1, at most 2^31 - 1: of the element-wise kernels, that covers 2 TiB and more
/// @throws as throw_runtime_error; device_error if there are too many blocks
template <class... Parameters>
void launch(void (*kernel)(Parameters...), std::int64_t blocks, int threads, CUstream_st* stream,
            const Parameters&... arguments) {
    checked("cudaLaunchKernelEx", [&] {
        if (blocks > std::numeric_limits<std::int32_t>::max()) return cudaErrorInvalidConfiguration;
        cudaLaunchConfig_t configuration = {};
        configuration.gridDim = dim3(static_cast<unsigned>(blocks));
        configuration.blockDim = dim3(static_cast<unsigned>(threads));
        configuration.stream = stream;
        return cudaLaunchKernelEx(&configuration, kernel, arguments...);
    });
}

}  // namespace softknee::kernels::cuda
