// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Accesses to global memory that reach where nothing of the program is.
namespace planted_faults {

__device__ int index_in_grid() {
    return static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
}

template <bool Correct>
__global__ void write_before_the_start(const int* x, int* y, int count) {
    const int i = index_in_grid();
    if (i >= count || (Correct && i == 0)) return;
    y[i - 1] = x[i];
}

template <bool Correct>
void launch_write_before_the_start() {
    const std::vector<int> content = numbers<int>(300);
    const device_array<int> x(content);
    const device_array<int> y(299);
    write_before_the_start<Correct><<<2, 256>>>(x.data(), y.data(), 300);
    require_launched();
    require_equal(y.content(), {content.begin() + 1, content.end()});
}

template <bool Correct>
__global__ void strided_index_off_by_one(const int* x, int* y, int rows, int columns) {
    const int i = index_in_grid();
    if (i >= rows * columns) return;
    const int row = i / columns + (Correct ? 0 : 1);
    y[i] = x[i % columns * rows + row];
}

template <bool Correct>
void launch_strided_index_off_by_one() {
    constexpr int rows = 5;
    constexpr int columns = 7;
    const std::vector<int> content = numbers<int>(rows * columns);
    const device_array<int> x(content);
    const device_array<int> y(rows * columns);
    strided_index_off_by_one<Correct><<<1, 64>>>(x.data(), y.data(), rows, columns);
    require_launched();
    std::vector<int> expected;
    for (int i = 0; i < rows * columns; ++i) expected.push_back(i % columns * rows + i / columns);
    require_equal(y.content(), expected);
}

template <bool Correct>
__global__ void bin_out_of_range(const int* x, int* bins, int bin_count, int count) {
    const int i = index_in_grid();
    if (i >= count) return;
    atomicAdd(&bins[Correct ? min(x[i], bin_count - 1) : x[i]], 1);
}

template <bool Correct>
void launch_bin_out_of_range() {
    const device_array<int> x(numbers<int>(64, 9));
    const device_array<int> bins(std::vector<int>(8, 0));
    bin_out_of_range<Correct><<<1, 64>>>(x.data(), bins.data(), 8, 64);
    require_launched();
    require_equal(bins.content(), {8, 7, 7, 7, 7, 7, 7, 14});
}

__global__ void increment(int* x, int count) {
    const int i = index_in_grid();
    if (i < count) ++x[i];
}

template <bool Correct>
void launch_on_freed_memory() {
    int* x = nullptr;
    require_success("cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&x), 64 * sizeof(int)));
    require_success("cudaMemset", cudaMemset(x, 0, 64 * sizeof(int)));
    if (!Correct) require_success("cudaFree", cudaFree(x));
    increment<<<1, 64>>>(x, 64);
    require_launched();
    if (Correct) require_success("cudaFree", cudaFree(x));
}

template <bool Correct>
void launch_on_host_memory() {
    std::vector<int> host(64, 1);
    const device_array<int> device(host);
    increment<<<1, 64>>>(Correct ? device.data() : host.data(), 64);
    require_launched();
    require_equal(device.content(), std::vector<int>(64, 2));
}

std::span<const planted_fault> memory_faults() {
    static constexpr planted_fault faults[] = {
        {"write_before_the_start", launch_write_before_the_start<false>, launch_write_before_the_start<true>},
        {"strided_index_off_by_one", launch_strided_index_off_by_one<false>, launch_strided_index_off_by_one<true>},
        {"bin_out_of_range", launch_bin_out_of_range<false>, launch_bin_out_of_range<true>},
        {"launch_on_freed_memory", launch_on_freed_memory<false>, launch_on_freed_memory<true>},
        {"launch_on_host_memory", launch_on_host_memory<false>, launch_on_host_memory<true>},
    };
    return faults;
}

}  // namespace planted_faults
