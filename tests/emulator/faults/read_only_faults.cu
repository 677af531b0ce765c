// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Loads through the read-only path of memory that the same launch writes.
namespace planted_faults {

/// Writes squares, then adds those of the thread itself and of its left neighbour.
template <bool Correct>
__global__ void read_only_load_after_a_store(int* squares, int* y) {
    const int i = static_cast<int>(threadIdx.x);
    squares[i] = i * i;
    __syncthreads();
    const int* const left = &squares[i == 0 ? 0 : i - 1];
    y[i] = squares[i] + (Correct ? *left : __ldg(left));
}

template <bool Correct>
void launch_read_only_load_after_a_store() {
    const device_array<int> squares(64);
    const device_array<int> y(64);
    read_only_load_after_a_store<Correct><<<1, 64>>>(squares.data(), y.data());
    require_launched();
    std::vector<int> expected = {0};
    for (int i = 1; i < 64; ++i) expected.push_back(i * i + (i - 1) * (i - 1));
    require_equal(y.content(), expected);
}

/// An element-wise function that is called in place.
template <bool Correct>
__global__ void read_only_load_in_place(const int* x, int* y, int count) {
    const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (i < count) y[i] = 3 * (Correct ? x[i] : __ldg(&x[i]));
}

template <bool Correct>
void launch_read_only_load_in_place() {
    std::vector<int> expected = numbers<int>(100, 100);
    const device_array<int> x(expected);
    read_only_load_in_place<Correct><<<2, 64>>>(x.data(), x.data(), 100);
    require_launched();
    for (int& value : expected) value *= 3;
    require_equal(x.content(), expected);
}

std::span<const planted_fault> read_only_faults() {
    static constexpr planted_fault faults[] = {
        {"read_only_load_after_a_store", launch_read_only_load_after_a_store<false>,
         launch_read_only_load_after_a_store<true>},
        {"read_only_load_in_place", launch_read_only_load_in_place<false>, launch_read_only_load_in_place<true>},
    };
    return faults;
}

}  // namespace planted_faults
