// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks a function that runs on the host and in kernels and is always inlined.
///
/// Inlining is forced because the same template is compiled for several instruction sets: an out-of-line copy could be
/// merged by the linker with one that the running machine cannot execute.
#if defined(__CUDACC__)
#define SOFTKNEE_FUNCTION __host__ __device__ __forceinline__
#else
#define SOFTKNEE_FUNCTION inline __attribute__((always_inline))
#endif

/// Unrolls the loop that follows. nvcc unrolls loops of a known length by itself, and warns of either spelling in one
/// of its passes.
#if defined(__CUDACC__)
#define SOFTKNEE_UNROLL
#else
#define SOFTKNEE_UNROLL _Pragma("GCC unroll 32")
#endif

/// 1 while device code is compiled, else 0.
#if defined(__CUDA_ARCH__)
#define SOFTKNEE_ON_DEVICE 1
#else
#define SOFTKNEE_ON_DEVICE 0
#endif
