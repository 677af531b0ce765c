// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

/// Kernels that the guard must report, for guard_test.py: shaped and named like the library's, each with one fault.
namespace softknee {

struct faultless {
    static __device__ float forward(float x, float parameter) { return x * parameter; }
};

struct division {
    static __device__ float forward(float x, float parameter) { return x / parameter; }
};

struct square_root {
    static __device__ float forward(float x, float) { return sqrtf(x); }
};

struct special_function {
    static __device__ float forward(float x, float) { return __expf(x); }
};

/// Not inlined, and with a loop, so that no compiler finds its value.
__device__ __noinline__ float repeated_square(float x, float limit) {
    while (x > 1.0f && x < limit) x *= x;
    return x;
}

struct function_call {
    static __device__ float forward(float x, float parameter) { return repeated_square(x, parameter); }
};

struct run_time_index {
    static __device__ float forward(float x, float parameter) {
        float value[64] = {};
        for (int i = 0; i < 8; ++i) value[static_cast<int>(x * i) & 63] = parameter;
        return value[static_cast<int>(parameter) & 63];
    }
};

struct long_way {
    static __device__ float forward(float x, float parameter) {
#pragma unroll
        for (int i = 0; i < 16; ++i) x = __fmaf_rn(x, x, parameter);
        return x;
    }
};

struct narrow_accesses : faultless {};
struct waiting_early : faultless {};

namespace kernels::cuda {

template <class Element, int Inputs>
struct contiguous_layout {
    const float4* input;
    float4* output;
    std::int64_t packs;
    int shift;
    int edges;
};

template <class Activation>
__device__ float4 forward(const float4& x, float parameter) {
    return {Activation::forward(x.x, parameter), Activation::forward(x.y, parameter),
            Activation::forward(x.z, parameter), Activation::forward(x.w, parameter)};
}

/// Two packs for each thread, with the branches that the library's kernels have: unaligned inputs, ends and edges.
template <class Activation, class Layout>
__global__ void pointwise_forward(Layout layout, float parameter) {
    const std::int64_t index = std::int64_t(blockIdx.x) * 512 + threadIdx.x;
    float4 loaded[2];
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (index + 256 * i < layout.packs) loaded[i] = layout.input[index + 256 * i];
    }
    if (layout.shift != 0) {
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            if (index + 256 * i >= layout.packs) continue;
            const float4 next = layout.input[index + 256 * i + 1];
            loaded[i] = {loaded[i].y, loaded[i].z, loaded[i].w, next.x + next.y + next.z + next.w};
        }
    }
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (index + 256 * i < layout.packs) layout.output[index + 256 * i] = forward<Activation>(loaded[i], parameter);
    }
    if (index < layout.edges) {
        const float edge = reinterpret_cast<const float*>(layout.input)[index];
        reinterpret_cast<float*>(layout.output)[index] = Activation::forward(edge, parameter);
    }
}

/// As many bytes in elements.
template <>
__global__ void pointwise_forward<narrow_accesses>(contiguous_layout<float, 1> layout, float parameter) {
    const std::int64_t index = std::int64_t(blockIdx.x) * 2048 + threadIdx.x;
    const float* input = reinterpret_cast<const float*>(layout.input);
    float* output = reinterpret_cast<float*>(layout.output);
#pragma unroll
    for (int i = 0; i < 8; ++i) output[index + 256 * i] = faultless::forward(input[index + 256 * i], parameter);
}

/// One pack after the other: the second load may read what the first store wrote.
template <>
__global__ void pointwise_forward<waiting_early>(contiguous_layout<float, 1> layout, float parameter) {
    const std::int64_t index = std::int64_t(blockIdx.x) * 512 + threadIdx.x;
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        layout.output[index + 256 * i] = forward<faultless>(layout.input[index + 256 * i], parameter);
    }
}

template __global__ void pointwise_forward<faultless>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<division>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<square_root>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<special_function>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<function_call>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<run_time_index>(contiguous_layout<float, 1>, float);
template __global__ void pointwise_forward<long_way>(contiguous_layout<float, 1>, float);

}  // namespace kernels::cuda
}  // namespace softknee
