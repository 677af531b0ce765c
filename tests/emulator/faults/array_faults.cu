// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Indices beyond an array in shared memory, in local memory and among the arguments of a kernel.
namespace planted_faults {

/// Sums of three neighbours in a ring. The tile has the neighbours of the block on both sides.
template <bool Correct>
__global__ void shared_array_overrun(const int* x, int* y) {
    constexpr int width = 64;
    __shared__ int tile[Correct ? width + 2 : width + 1];
    const int i = static_cast<int>(threadIdx.x);
    tile[i + 1] = x[i];
    if (i == 0) tile[0] = x[width - 1];
    if (i == width - 1) tile[width + 1] = x[0];
    __syncthreads();
    y[i] = tile[i] + tile[i + 1] + tile[i + 2];
}

template <bool Correct>
void launch_shared_array_overrun() {
    const std::vector<int> content = numbers<int>(64);
    const device_array<int> x(content);
    const device_array<int> y(64);
    shared_array_overrun<Correct><<<1, 64>>>(x.data(), y.data());
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < 64; ++i) expected.push_back((i + 63) % 64 + i + (i + 1) % 64);
    require_equal(y.content(), expected);
}

/// How often the most frequent of five values occurs among eight.
template <bool Correct>
__global__ void local_array_overrun(const int* x, int* y) {
    int counts[Correct ? 5 : 4] = {};
    int most = 0;
    for (int k = 0; k < 8; ++k) most = max(most, ++counts[x[8 * threadIdx.x + k]]);
    y[threadIdx.x] = most;
}

template <bool Correct>
void launch_local_array_overrun() {
    const device_array<int> x(numbers<int>(8 * 32, 5));
    const device_array<int> y(32);
    local_array_overrun<Correct><<<1, 32>>>(x.data(), y.data());
    require_launched();
    require_equal(y.content(), std::vector<int>(32, 2));
}

struct tensor_sizes {
    int rank;
    int size[3];
};

template <bool Correct>
__global__ void argument_overrun(int* count, const __grid_constant__ tensor_sizes tensor) {
    int product = 1;
#pragma unroll 1
    for (int d = 0; Correct ? d < tensor.rank : d <= tensor.rank; ++d) product *= tensor.size[d];
    *count = product;
}

template <bool Correct>
void launch_argument_overrun() {
    const device_array<int> count(1);
    argument_overrun<Correct><<<1, 1>>>(count.data(), {3, {2, 3, 5}});
    require_launched();
    require_equal(count.content(), {30});
}

/// Three numbers, of which the wrong kernel reads four at once.
struct three_numbers {
    int value[3];
};

template <bool Correct>
__global__ void wide_argument_overrun(int* sum, long long, const __grid_constant__ three_numbers numbers) {
    if (Correct) {
        *sum = numbers.value[0] + numbers.value[1] + numbers.value[2];
    } else {
        const int4 all = *reinterpret_cast<const int4*>(numbers.value);
        *sum = all.x + all.y + all.z + all.w;
    }
}

template <bool Correct>
void launch_wide_argument_overrun() {
    const device_array<int> sum(1);
    wide_argument_overrun<Correct><<<1, 1>>>(sum.data(), 0, {{2, 3, 5}});
    require_launched();
    require_equal(sum.content(), {10});
}

std::span<const planted_fault> array_faults() {
    static constexpr planted_fault faults[] = {
        {"shared_array_overrun", launch_shared_array_overrun<false>, launch_shared_array_overrun<true>},
        {"local_array_overrun", launch_local_array_overrun<false>, launch_local_array_overrun<true>},
        {"argument_overrun", launch_argument_overrun<false>, launch_argument_overrun<true>},
        {"wide_argument_overrun", launch_wide_argument_overrun<false>, launch_wide_argument_overrun<true>},
    };
    return faults;
}

}  // namespace planted_faults
