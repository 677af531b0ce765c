// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/channel_partition.hpp>
#include <kernels/channel_sum.hpp>

/// The sums of a block from those of its threads, in the order that the CPU path repeats: always the upper half to the
/// lower one.
///
/// Not cub::BlockReduce: it makes one sum of a block, in an order of its own. Here a block leaves up to 512 of them,
/// its threads lie side by side in columns or planes, and one tree through shared memory serves both and the second
/// kernel. It runs once for 128 packs of each thread.
namespace softknee::kernels::cuda {

/// Adds `count` sums that lie `distance` apart, for each of `breadth` neighbours, into the first of them. All threads
/// of the block call it; `cells` are shared.
template <class Sum>
__device__ __forceinline__ void add_halves(Sum* cells, int count, int distance, int breadth) {
#pragma unroll 1
    while (count > 1) {
        const int half = (count + 1) / 2;
        __syncthreads();
        // Where there are several neighbours, the rows that lie one behind the other are one range of cells.
#pragma unroll 1
        for (int i = static_cast<int>(threadIdx.x); i < (count - half) * breadth; i += channel_threads) {
            cells[i].add(cells[i + half * distance]);
        }
        count = half;
    }
    __syncthreads();
}

/// The same for each of the groups of `width` neighbouring threads, a power of two: cell t is that of thread t.
template <class Sum>
__device__ __forceinline__ void add_halves_of_neighbours(Sum* cells, int width) {
    const int thread = static_cast<int>(threadIdx.x);
#pragma unroll 1
    for (int half = width / 2; half > 0; half /= 2) {
        __syncthreads();
        if ((thread & (width - 1)) < half) cells[thread].add(cells[thread + half]);
    }
    __syncthreads();
}

/// Writes the partial sums of a block for one parameter.
/// @param sums      of this thread, one for each element of a pack
/// @param partials  of the block's partial row, from slot 0 on
/// @param cells     shared, Pack * channel_threads of them
template <int Pack, class Sum>
__device__ __forceinline__ void write_partials(const channel_partition& p, const channel_block_place& place, int fold,
                                               int thread, Sum (&sums)[Pack], Sum* partials, Sum* cells) {
    const std::int64_t slot = place.slot(p);
    __syncthreads();
    if (p.along_planes) {
#pragma unroll
        for (int half = Pack / 2; half > 0; half /= 2) {
#pragma unroll
            for (int i = 0; i < half; ++i) sums[i].add(sums[i + half]);
        }
        cells[threadIdx.x] = sums[0];
        add_halves_of_neighbours(cells, p.width);
        if (thread == 0 && slot + fold < p.slots) partials[slot + fold] = cells[threadIdx.x];
    } else {
        const int columns = p.width * Pack;
        if (fold < p.folds) {
#pragma unroll
            for (int i = 0; i < Pack; ++i) cells[fold * columns + thread * Pack + i] = sums[i];
        }
        add_halves(cells, p.folds, columns, columns);
#pragma unroll 1
        for (int i = static_cast<int>(threadIdx.x); i < columns; i += channel_threads) {
            if (slot + i < p.slots) partials[slot + i] = cells[i];
        }
    }
}

}  // namespace softknee::kernels::cuda
