// SPDX-License-Identifier: Apache-2.0
#include "stream_kernel.hpp"

#include "runtime_status.hpp"

namespace softknee::bench {
namespace {

constexpr int threads_per_block = 256;
/// 4 x 16 bytes for each of 2048 threads are more than any multiprocessor needs in flight.
constexpr int packs_per_thread = 4;

template <bool TwoRead>
__global__ void __launch_bounds__(threads_per_block)
    stream(const uint4* first, const uint4* second, uint4* result, std::int64_t packs) {
    const std::int64_t start = std::int64_t(blockIdx.x) * packs_per_thread * threads_per_block + threadIdx.x;
    uint4 a[packs_per_thread];
    uint4 b[packs_per_thread];
#pragma unroll
    for (int i = 0; i < packs_per_thread; ++i) {
        const std::int64_t index = start + i * threads_per_block;
        if (index >= packs) continue;
        a[i] = first[index];
        if constexpr (TwoRead) b[i] = second[index];
    }
#pragma unroll
    for (int i = 0; i < packs_per_thread; ++i) {
        const std::int64_t index = start + i * threads_per_block;
        if (index >= packs) continue;
        if constexpr (TwoRead) {
            result[index] = make_uint4(a[i].x ^ b[i].x, a[i].y ^ b[i].y, a[i].z ^ b[i].z, a[i].w ^ b[i].w);
        } else {
            result[index] = a[i];
        }
    }
}

}  // namespace

void run_stream_kernel(const plain_transfer& transfer, stream_ref on) {
    const std::int64_t packs = transfer.bytes / static_cast<std::int64_t>(sizeof(uint4));
    constexpr int packs_per_block = packs_per_thread * threads_per_block;
    const auto blocks = static_cast<unsigned>((packs + packs_per_block - 1) / packs_per_block);
    const auto* first = reinterpret_cast<const uint4*>(transfer.first);
    const auto* second = reinterpret_cast<const uint4*>(transfer.second);
    auto* result = reinterpret_cast<uint4*>(transfer.result);
    const auto kernel = second == nullptr ? stream<false> : stream<true>;
    kernel<<<blocks, threads_per_block, 0, on.get()>>>(first, second, result, packs);
    check(cudaGetLastError(), "launch of the stream kernel");
}

}  // namespace softknee::bench
