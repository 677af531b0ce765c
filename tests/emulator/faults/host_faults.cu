// SPDX-License-Identifier: Apache-2.0
#include "device_array.hpp"
#include "planted_fault.hpp"

/// Mistakes of the host, which the runtime refuses or the emulator ends.
namespace planted_faults {

__global__ void double_elements(const int* x, int* y) {
    extern __shared__ int tile[];
    tile[threadIdx.x] = x[threadIdx.x];
    y[threadIdx.x] = 2 * tile[threadIdx.x];
}

void launch_double_elements(unsigned threads, std::size_t shared_bytes) {
    std::vector<int> expected = numbers<int>(2048);
    const device_array<int> x(expected);
    const device_array<int> y(std::vector<int>(2048, 0));
    double_elements<<<1, threads, shared_bytes>>>(x.data(), y.data());
    require_launched();
    expected.resize(threads);
    for (int& value : expected) value *= 2;
    require_equal(y.content(), expected);
}

template <bool Correct>
void launch_too_many_threads() {
    launch_double_elements(Correct ? 1024 : 1025, 8192);
}

template <bool Correct>
void launch_too_much_shared_memory() {
    launch_double_elements(64, (Correct ? 48 : 49) * 1024);
}

template <bool Correct>
void free_twice() {
    int* x = nullptr;
    require_success("cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&x), 64 * sizeof(int)));
    require_success("cudaFree", cudaFree(x));
    if (!Correct) require_success("the second cudaFree", cudaFree(x));
}

template <bool Correct>
void never_free() {
    int* x = nullptr;
    require_success("cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&x), 64 * sizeof(int)));
    if (Correct) require_success("cudaFree", cudaFree(x));
}

template <bool Correct>
void copy_past_the_end() {
    const std::vector<int> content = numbers<int>(65);
    const device_array<int> x(64);
    const std::size_t bytes = (Correct ? 64 : 65) * sizeof(int);
    require_success("the copy", cudaMemcpy(x.data(), content.data(), bytes, cudaMemcpyHostToDevice));
    require_equal(x.content(), {content.begin(), content.begin() + 64});
}

/// With cudaMemcpyDefault the runtime takes what it does not know for memory of the host.
template <bool Correct>
void copy_before_the_start() {
    const std::vector<int> content = numbers<int>(64);
    const device_array<int> x(64);
    int* const target = Correct ? x.data() : x.data() - 1;
    require_success("the copy", cudaMemcpy(target, content.data(), 64 * sizeof(int), cudaMemcpyDefault));
    require_equal(x.content(), content);
}

template <bool Correct>
void copy_from_freed_memory() {
    std::vector<int> result(64, 1);
    int* x = nullptr;
    require_success("cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&x), 64 * sizeof(int)));
    require_success("cudaMemset", cudaMemset(x, 0, 64 * sizeof(int)));
    if (!Correct) require_success("cudaFree", cudaFree(x));
    require_success("the copy", cudaMemcpy(result.data(), x, 64 * sizeof(int), cudaMemcpyDefault));
    if (Correct) require_success("cudaFree", cudaFree(x));
    require_equal(result, std::vector<int>(64, 0));
}

std::span<const planted_fault> host_faults() {
    static constexpr planted_fault faults[] = {
        {"too_many_threads", launch_too_many_threads<false>, launch_too_many_threads<true>},
        {"too_much_shared_memory", launch_too_much_shared_memory<false>, launch_too_much_shared_memory<true>},
        {"free_twice", free_twice<false>, free_twice<true>},
        {"never_free", never_free<false>, never_free<true>},
        {"copy_past_the_end", copy_past_the_end<false>, copy_past_the_end<true>},
        {"copy_before_the_start", copy_before_the_start<false>, copy_before_the_start<true>},
        {"copy_from_freed_memory", copy_from_freed_memory<false>, copy_from_freed_memory<true>},
    };
    return faults;
}

}  // namespace planted_faults
