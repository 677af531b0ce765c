// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Kernels that never get to their end.
namespace planted_faults {

/// Turns a row around its end by one; threads beyond the row have nothing to do.
template <bool Correct>
__global__ void barrier_in_a_branch(const int* x, int* y, int count) {
    __shared__ int tile[64];
    const int i = static_cast<int>(threadIdx.x);
    if (i < count) {
        tile[i] = x[i];
        if (!Correct) __syncthreads();
    }
    if (Correct) __syncthreads();
    const int value = i < count ? tile[(i + 1) % count] : 0;
    __syncthreads();
    if (i < count) y[i] = value;
}

template <bool Correct>
void launch_barrier_in_a_branch() {
    const device_array<int> x(numbers<int>(50));
    const device_array<int> y(50);
    barrier_in_a_branch<Correct><<<1, 64>>>(x.data(), y.data(), 50);
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < 50; ++i) expected.push_back((i + 1) % 50);
    require_equal(y.content(), expected);
}

/// The first two warps exchange their elements at a barrier of their own, while the others do something else.
template <bool Correct>
__global__ void barrier_of_too_many_threads(const int* x, int* y) {
    __shared__ int tile[64];
    const int i = static_cast<int>(threadIdx.x);
    if (i < 64) {
        tile[i] = x[i];
        asm volatile("bar.sync 1, %0;" ::"n"(Correct ? 64 : 96) : "memory");
    }
    __syncthreads();
    y[i] = i < 64 ? tile[63 - i] : x[i];
}

template <bool Correct>
void launch_barrier_of_too_many_threads() {
    const device_array<int> x(numbers<int>(128, 128));
    const device_array<int> y(128);
    barrier_of_too_many_threads<Correct><<<1, 128>>>(x.data(), y.data());
    require_launched();
    std::vector<int> expected = numbers<int>(128, 128);
    for (int i = 0; i < 64; ++i) expected[static_cast<std::size_t>(i)] = 63 - i;
    require_equal(y.content(), expected);
}

/// Waits for another block, which may get no multiprocessor as long as this one has it.
template <bool Correct>
__global__ void spin_on_a_flag(int* flags, int* y) {
    if (!Correct) {
        const volatile int* const other = &flags[1 - blockIdx.x];
        while (*other == 0) {
        }
    }
    y[blockIdx.x] = atomicExch(&flags[blockIdx.x], 1);
}

template <bool Correct>
void launch_spin_on_a_flag() {
    const device_array<int> flags(std::vector<int>(2, 0));
    const device_array<int> y(2);
    spin_on_a_flag<Correct><<<2, 1>>>(flags.data(), y.data());
    require_launched();
    require_equal(y.content(), {0, 0});
}

/// Refuses what it cannot compute.
__global__ void integer_square_root(const int* x, int* y) {
    const int value = x[threadIdx.x];
    if (value < 0) __trap();
    int root = 0;
    while ((root + 1) * (root + 1) <= value) ++root;
    y[threadIdx.x] = root;
}

template <bool Correct>
void launch_trap() {
    const device_array<int> x(std::vector<int>{0, 1, 3, 4, Correct ? 99 : -99});
    const device_array<int> y(5);
    integer_square_root<<<1, 5>>>(x.data(), y.data());
    require_launched();
    require_equal(y.content(), {0, 1, 1, 2, 9});
}

std::span<const planted_fault> barrier_faults() {
    static constexpr planted_fault faults[] = {
        {"barrier_in_a_branch", launch_barrier_in_a_branch<false>, launch_barrier_in_a_branch<true>},
        {"barrier_of_too_many_threads", launch_barrier_of_too_many_threads<false>,
         launch_barrier_of_too_many_threads<true>},
        {"spin_on_a_flag", launch_spin_on_a_flag<false>, launch_spin_on_a_flag<true>},
        {"trap", launch_trap<false>, launch_trap<true>},
    };
    return faults;
}

}  // namespace planted_faults
