// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Variables in shared memory that several threads of a block write or read at a time.
namespace planted_faults {

constexpr int threads_of_block = 64;

/// The first index of an element that is greater than a limit.
template <bool Correct>
__global__ void several_threads_write_one_word(const int* x, int limit, int* index) {
    __shared__ int first;
    const int i = static_cast<int>(threadIdx.x);
    if (i == 0) first = threads_of_block;
    __syncthreads();
    if (x[i] > limit) {
        if (Correct) {
            atomicMin(&first, i);
        } else {
            first = i;
        }
    }
    __syncthreads();
    if (i == 0) *index = first;
}

template <bool Correct>
void launch_several_threads_write_one_word() {
    const device_array<int> x(numbers<int>(threads_of_block));
    const device_array<int> index(1);
    several_threads_write_one_word<Correct><<<1, threads_of_block>>>(x.data(), 40, index.data());
    require_launched();
    require_equal(index.content(), {41});
}

/// Numbers the elements of each row from the last number of the row before it.
template <bool Correct>
__global__ void value_changed_while_others_read_it(int* y, int rows) {
    __shared__ int last;
    const int i = static_cast<int>(threadIdx.x);
    if (i == 0) last = 0;
    __syncthreads();
    for (int row = 0; row < rows; ++row) {
        y[row * threads_of_block + i] = last + i;
        if (Correct) __syncthreads();
        if (i == 0) last += threads_of_block;
        __syncthreads();
    }
}

template <bool Correct>
void launch_value_changed_while_others_read_it() {
    const device_array<int> y(3 * threads_of_block);
    value_changed_while_others_read_it<Correct><<<1, threads_of_block>>>(y.data(), 3);
    require_launched();
    require_equal(y.content(), numbers<int>(3 * threads_of_block, 3 * threads_of_block));
}

std::span<const planted_fault> shared_race_faults() {
    static constexpr planted_fault faults[] = {
        {"several_threads_write_one_word", launch_several_threads_write_one_word<false>,
         launch_several_threads_write_one_word<true>},
        {"value_changed_while_others_read_it", launch_value_changed_while_others_read_it<false>,
         launch_value_changed_while_others_read_it<true>},
    };
    return faults;
}

}  // namespace planted_faults
