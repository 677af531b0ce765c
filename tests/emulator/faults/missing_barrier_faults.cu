// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Shared memory that is passed from thread to thread without the barrier that this takes.
namespace planted_faults {

constexpr int tile_width = 64;

/// Runs a kernel that writes the differences of neighbours, beginning with 7.
void launch_differences(void (*kernel)(const int* x, int* y), int threads) {
    const device_array<int> x(numbers<int>(threads));
    const device_array<int> y(threads);
    kernel<<<1, threads>>>(x.data(), y.data());
    require_launched();
    std::vector<int> expected(threads, 1);
    expected[0] = 7;
    require_equal(y.content(), expected);
}

template <bool Correct>
__global__ void missing_barrier_before_read(const int* x, int* y) {
    __shared__ int tile[tile_width];
    const int i = static_cast<int>(threadIdx.x);
    tile[i] = x[i];
    if (Correct) __syncthreads();
    y[i] = i == 0 ? 7 : tile[i] - tile[i - 1];
}

template <bool Correct>
void launch_missing_barrier_before_read() {
    launch_differences(missing_barrier_before_read<Correct>, tile_width);
}

/// Turns each row around its end by one, through one tile for all rows.
template <bool Correct>
__global__ void missing_barrier_before_reuse(const int* x, int* y, int rows) {
    __shared__ int tile[tile_width];
    const int i = static_cast<int>(threadIdx.x);
    for (int row = 0; row < rows; ++row) {
        tile[i] = x[row * tile_width + i];
        __syncthreads();
        y[row * tile_width + i] = tile[(i + 1) % tile_width];
        if (Correct) __syncthreads();
    }
}

template <bool Correct>
void launch_missing_barrier_before_reuse() {
    const device_array<int> x(numbers<int>(3 * tile_width, 3 * tile_width));
    const device_array<int> y(3 * tile_width);
    missing_barrier_before_reuse<Correct><<<1, tile_width>>>(x.data(), y.data(), 3);
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < 3 * tile_width; ++i) expected.push_back(i / tile_width * tile_width + (i + 1) % tile_width);
    require_equal(y.content(), expected);
}

/// The sum of a warp, without shuffles. That its lanes run in step is a promise of architectures long gone.
template <bool Correct>
__global__ void missing_warp_barrier(const int* x, int* sum) {
    __shared__ volatile int partial[32];
    const int lane = static_cast<int>(threadIdx.x);
    partial[lane] = x[lane];
    __syncwarp();
    for (int distance = 16; distance > 0; distance /= 2) {
        if (lane < distance) partial[lane] = partial[lane] + partial[lane + distance];
        if (Correct) __syncwarp();
    }
    if (lane == 0) *sum = partial[0];
}

template <bool Correct>
void launch_missing_warp_barrier() {
    const device_array<int> x(numbers<int>(32));
    const device_array<int> sum(1);
    missing_warp_barrier<Correct><<<1, 32>>>(x.data(), sum.data());
    require_launched();
    require_equal(sum.content(), {31 * 32 / 2});
}

/// Differences of neighbours again, beyond the end of a warp.
template <bool Correct>
__global__ void warp_barrier_for_a_block(const int* x, int* y) {
    __shared__ int tile[tile_width];
    const int i = static_cast<int>(threadIdx.x);
    tile[i] = x[i];
    if (Correct) {
        __syncthreads();
    } else {
        __syncwarp();
    }
    y[i] = i == 0 ? 7 : tile[i] - tile[i - 1];
}

template <bool Correct>
void launch_warp_barrier_for_a_block() {
    launch_differences(warp_barrier_for_a_block<Correct>, tile_width);
}

/// Within a warp. A vote makes its lanes wait for each other and orders none of their accesses.
template <bool Correct>
__global__ void vote_for_a_warp_barrier(const int* x, int* y) {
    __shared__ int tile[32];
    const int i = static_cast<int>(threadIdx.x);
    tile[i] = x[i];
    const bool is_usual = __all_sync(0xffffffff, x[i] >= 0);
    if (Correct) __syncwarp();
    y[i] = i == 0 || !is_usual ? 7 : tile[i] - tile[i - 1];
}

template <bool Correct>
void launch_vote_for_a_warp_barrier() {
    launch_differences(vote_for_a_warp_barrier<Correct>, 32);
}

std::span<const planted_fault> missing_barrier_faults() {
    static constexpr planted_fault faults[] = {
        {"missing_barrier_before_read", launch_missing_barrier_before_read<false>,
         launch_missing_barrier_before_read<true>},
        {"missing_barrier_before_reuse", launch_missing_barrier_before_reuse<false>,
         launch_missing_barrier_before_reuse<true>},
        {"missing_warp_barrier", launch_missing_warp_barrier<false>, launch_missing_warp_barrier<true>},
        {"warp_barrier_for_a_block", launch_warp_barrier_for_a_block<false>, launch_warp_barrier_for_a_block<true>},
        {"vote_for_a_warp_barrier", launch_vote_for_a_warp_barrier<false>, launch_vote_for_a_warp_barrier<true>},
    };
    return faults;
}

}  // namespace planted_faults
