// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include <kernels/cuda/kernel_entry.hpp>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// The most blocks of a grid: of the element-wise kernels, they cover 2 TiB and more.
inline constexpr std::int64_t maximum_blocks = 0x7fff'ffff;

/// The last argument of a kernel, with the bits that the CPU path computes, whatever the caller's floating-point
/// environment is.
void prepare(const kernel_entry& kernel, const std::array<double, maximum_parameters>& parameters,
             prepared_argument& argument);

/// Submits a kernel with a grid of one dimension to a stream.
///
/// @param kernel     the address of a __global__ function
/// @param arguments  the addresses of its arguments, in their order
/// @param blocks        at least 1, at most maximum_blocks
/// @param shared_bytes  of a block, beside what the kernel declares
/// @throws as throw_runtime_error; device_error if there are too many blocks
void launch(const void* kernel, void** arguments, std::int64_t blocks, int threads, CUstream_st* stream,
            int shared_bytes = 0);

/// 100 times the major and 10 times the minor number of the current device's compute capability, as in __CUDA_ARCH__.
/// @throws as throw_runtime_error
int architecture_of_device();

}  // namespace softknee::kernels::cuda
