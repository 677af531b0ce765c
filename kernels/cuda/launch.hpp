// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

struct CUstream_st;

namespace softknee::kernels::cuda {

/// The most blocks of a grid: of the element-wise kernels, they cover 2 TiB and more.
inline constexpr std::int64_t maximum_blocks = 0x7fff'ffff;

/// Submits a kernel with a grid of one dimension to a stream.
///
/// @param kernel     the address of a __global__ function
/// @param arguments  the addresses of its arguments, in their order
/// @param blocks     at least 1, at most maximum_blocks
/// @throws as throw_runtime_error; device_error if there are too many blocks
void launch(const void* kernel, void** arguments, std::int64_t blocks, int threads, CUstream_st* stream);

}  // namespace softknee::kernels::cuda
