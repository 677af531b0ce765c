// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Reads of what nothing has written.
namespace planted_faults {

__global__ void accumulate_products(const float* x, float factor, float* y, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) y[i] += factor * x[i];
}

template <bool Correct>
void launch_uninitialised_accumulator() {
    std::vector<float> expected = numbers<float>(300);
    const device_array<float> x(expected);
    const device_array<float> y(300);
    if (Correct) require_success("cudaMemset", cudaMemset(y.data(), 0, 300 * sizeof(float)));
    accumulate_products<<<2, 256>>>(x.data(), 3.0f, y.data(), 300);
    require_launched();
    for (float& value : expected) value *= 3;
    require_equal(y.content(), expected);
}

__global__ void add_all(const float* x, float* sum, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) atomicAdd(sum, x[i]);
}

template <bool Correct>
void launch_uninitialised_atomic_sum() {
    const device_array<float> x(numbers<float>(64));
    const device_array<float> sum(1);
    if (Correct) require_success("cudaMemset", cudaMemset(sum.data(), 0, sizeof(float)));
    add_all<<<2, 32>>>(x.data(), sum.data(), 64);
    require_launched();
    require_equal(sum.content(), {63 * 64 / 2});
}

/// The last block has fewer elements than threads; the reduction reads a partial sum of each thread.
template <bool Correct>
__global__ void uninitialised_partial_sum(const float* x, float* sums, int count) {
    __shared__ float partial[128];
    const int lane = static_cast<int>(threadIdx.x);
    const int i = static_cast<int>(blockIdx.x) * 128 + lane;
    if (i < count) {
        partial[lane] = x[i];
    } else if (Correct) {
        partial[lane] = 0;
    }
    for (int distance = 64; distance > 0; distance /= 2) {
        __syncthreads();
        if (lane < distance) partial[lane] += partial[lane + distance];
    }
    if (lane == 0) sums[blockIdx.x] = partial[0];
}

template <bool Correct>
void launch_uninitialised_partial_sum() {
    const device_array<float> x(numbers<float>(200, 200));
    const device_array<float> sums(2);
    uninitialised_partial_sum<Correct><<<2, 128>>>(x.data(), sums.data(), 200);
    require_launched();
    require_equal(sums.content(), {127 * 128 / 2, 199 * 200 / 2 - 127 * 128 / 2});
}

/// The first block fills a table. The shared memory of the others is another, whatever has been left in it.
template <bool Correct>
__global__ void table_of_another_block(int* y) {
    __shared__ int squares[64];
    const int i = static_cast<int>(threadIdx.x);
    if (Correct || blockIdx.x == 0) squares[i] = i * i;
    __syncthreads();
    y[blockIdx.x * 64 + i] = squares[63 - i];
}

template <bool Correct>
void launch_table_of_another_block() {
    const device_array<int> y(3 * 64);
    table_of_another_block<Correct><<<3, 64>>>(y.data());
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < 3 * 64; ++i) expected.push_back((63 - i % 64) * (63 - i % 64));
    require_equal(y.content(), expected);
}

__global__ void fill_with_index(int* y, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) y[i] = i;
}

/// Blocks for all elements but those of the last one, which is not whole.
template <bool Correct>
void launch_unwritten_output_tail() {
    constexpr int count = 1021;
    const device_array<int> y(count);
    fill_with_index<<<Correct ? (count + 255) / 256 : count / 256, 256>>>(y.data(), count);
    require_launched();
    require_equal(y.content(), numbers<int>(count, count));
}

std::span<const planted_fault> initialisation_faults() {
    static constexpr planted_fault faults[] = {
        {"uninitialised_accumulator", launch_uninitialised_accumulator<false>, launch_uninitialised_accumulator<true>},
        {"uninitialised_atomic_sum", launch_uninitialised_atomic_sum<false>, launch_uninitialised_atomic_sum<true>},
        {"uninitialised_partial_sum", launch_uninitialised_partial_sum<false>, launch_uninitialised_partial_sum<true>},
        {"table_of_another_block", launch_table_of_another_block<false>, launch_table_of_another_block<true>},
        {"unwritten_output_tail", launch_unwritten_output_tail<false>, launch_unwritten_output_tail<true>},
    };
    return faults;
}

}  // namespace planted_faults
