// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "device_array.hpp"
#include "planted_fault.hpp"

/// Threads of one grid that touch the same global memory, without an order between them.
namespace planted_faults {

/// The largest element of each block's 32.
template <bool Correct>
__global__ void two_blocks_on_one_word(const int* x, int* maxima) {
    int largest = x[blockIdx.x * 32 + threadIdx.x];
    for (int distance = 16; distance > 0; distance /= 2) {
        largest = max(largest, __shfl_xor_sync(0xffffffff, largest, distance));
    }
    if (threadIdx.x == 0) maxima[Correct ? blockIdx.x : 0] = largest;
}

template <bool Correct>
void launch_two_blocks_on_one_word() {
    const device_array<int> x(numbers<int>(96, 96));
    const device_array<int> maxima(std::vector<int>(3, 0));
    two_blocks_on_one_word<Correct><<<3, 32>>>(x.data(), maxima.data());
    require_launched();
    require_equal(maxima.content(), {31, 63, 95});
}

/// The sum of two neighbours in the place of the left one.
__global__ void add_right_neighbour(const int* x, int* y, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i + 1 < count) y[i] = x[i] + x[i + 1];
}

template <bool Correct>
void launch_neighbours_in_place() {
    const device_array<int> x(numbers<int>(64));
    const device_array<int> y(63);
    add_right_neighbour<<<2, 32>>>(x.data(), Correct ? y.data() : x.data(), 64);
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < 63; ++i) expected.push_back(2 * i + 1);
    require_equal(Correct ? y.content() : x.content(), expected);
}

template <bool Correct>
__global__ void histogram_without_atomics(const int* x, int* bins, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i >= count) return;
    if (Correct) {
        atomicAdd(&bins[x[i]], 1);
    } else {
        ++bins[x[i]];
    }
}

template <bool Correct>
void launch_histogram_without_atomics() {
    const device_array<int> x(numbers<int>(96, 40));
    const device_array<int> bins(std::vector<int>(40, 0));
    histogram_without_atomics<Correct><<<3, 32>>>(x.data(), bins.data(), 96);
    require_launched();
    std::vector<int> expected(40, 2);
    std::fill_n(expected.begin(), 96 - 2 * 40, 3);
    require_equal(bins.content(), expected);
}

/// Each block adds to a total; the one that brings it to the number of all elements says so.
template <bool Correct>
__global__ void plain_read_of_an_atomic_total(unsigned* total, unsigned all, int* is_complete) {
    if (threadIdx.x != 0) return;
    const unsigned before = atomicAdd(total, blockDim.x);
    const unsigned now = Correct ? before + blockDim.x : *total;
    if (now == all) *is_complete = 1;
}

template <bool Correct>
void launch_plain_read_of_an_atomic_total() {
    const device_array<unsigned> total(std::vector<unsigned>(1, 0));
    const device_array<int> is_complete(std::vector<int>(1, 0));
    plain_read_of_an_atomic_total<Correct><<<3, 32>>>(total.data(), 96, is_complete.data());
    require_launched();
    require_equal(is_complete.content(), {1});
}

/// Sums all elements. The total that is there is an older one.
template <bool Correct>
__global__ void total_cleared_by_its_own_kernel(const int* x, int* total) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (!Correct && i == 0) *total = 0;
    __syncthreads();
    atomicAdd(total, x[i]);
}

template <bool Correct>
void launch_total_cleared_by_its_own_kernel() {
    const device_array<int> x(numbers<int>(96, 96));
    const device_array<int> total(std::vector<int>(1, Correct ? 0 : 5));
    total_cleared_by_its_own_kernel<Correct><<<3, 32>>>(x.data(), total.data());
    require_launched();
    require_equal(total.content(), {95 * 96 / 2});
}

/// One thread finds the scale and raises a flag, then every thread that sees the flag multiplies.
__global__ void flag_across_the_grid(const int* x, int* y, volatile int* scale, volatile int* flag, bool finds,
                                     bool multiplies) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (finds && i == 0) {
        *scale = x[0] + 2;
        __threadfence();
        *flag = 1;
    }
    __syncthreads();
    if (multiplies) y[i] = *flag != 0 ? x[i] * *scale : x[i];
}

template <bool Correct>
void launch_flag_across_the_grid() {
    std::vector<int> expected = numbers<int>(128);
    const device_array<int> x(expected);
    const device_array<int> y(128);
    const device_array<int> scale(std::vector<int>(1, 0));
    const device_array<int> flag(std::vector<int>(1, 0));
    if (Correct) flag_across_the_grid<<<1, 32>>>(x.data(), y.data(), scale.data(), flag.data(), true, false);
    flag_across_the_grid<<<4, 32>>>(x.data(), y.data(), scale.data(), flag.data(), !Correct, true);
    require_launched();
    for (int& value : expected) value *= 2;
    require_equal(y.content(), expected);
}

std::span<const planted_fault> global_race_faults() {
    static constexpr planted_fault faults[] = {
        {"two_blocks_on_one_word", launch_two_blocks_on_one_word<false>, launch_two_blocks_on_one_word<true>},
        {"neighbours_in_place", launch_neighbours_in_place<false>, launch_neighbours_in_place<true>},
        {"histogram_without_atomics", launch_histogram_without_atomics<false>, launch_histogram_without_atomics<true>},
        {"plain_read_of_an_atomic_total", launch_plain_read_of_an_atomic_total<false>,
         launch_plain_read_of_an_atomic_total<true>},
        {"total_cleared_by_its_own_kernel", launch_total_cleared_by_its_own_kernel<false>,
         launch_total_cleared_by_its_own_kernel<true>},
        {"flag_across_the_grid", launch_flag_across_the_grid<false>, launch_flag_across_the_grid<true>},
    };
    return faults;
}

}  // namespace planted_faults
