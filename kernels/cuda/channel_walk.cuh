// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kernels/cuda/channel_layout.hpp>

/// Which elements a thread of the kernels with parameters handles.
namespace softknee::kernels::cuda {

/// Thread `thread` of the fold that it belongs to.
struct thread_place {
    int fold;
    int thread;

    __device__ __forceinline__ explicit thread_place(const channel_partition& p) {
        const auto number = static_cast<int>(threadIdx.x);
        fold = static_cast<int>(quotient(number, p.width_divisor));
        thread = number - fold * p.width;
    }
};

/// Some elements of one pack, or none: bit i of `mask` says that element `first` + i is among them.
///
/// A *plain* step is a whole pack of a call whose tensors are all packed, the output among them, without a residual.
struct channel_step {
    std::int64_t first;
    unsigned mask;

    static __device__ __forceinline__ channel_step empty() { return {1, 0}; }
    /// Behind the last step of a thread.
    static __device__ __forceinline__ channel_step end() { return {0, 0}; }
    __device__ __forceinline__ bool is_end() const { return mask == 0 && first == 0; }
    template <class Element>
    __device__ __forceinline__ bool is_whole() const {
        return mask == (1U << pack_elements<Element>)-1;
    }
};

/// Packs that one thread meets at equal distances: those of a column of a chunk, or those of a plane. The whole ones
/// among them are consecutive.
template <int Pack>
struct channel_run {
    std::int64_t first;  ///< element of the first pack
    std::int64_t begin;  ///< where elements of the run begin, inside the first pack or before it
    std::int64_t end;
    int packs;
    int whole_begin;
    int whole_end;

    /// @param plain  whether whole packs are plain steps; no pack counts as whole otherwise
    __device__ __forceinline__ channel_run(const channel_partition& p, const channel_rows& rows, int thread, bool plain)
        : first(rows.begin), begin(rows.begin), end(p.count) {
        if (p.along_planes) {
            first = (begin & ~static_cast<std::int64_t>(Pack - 1)) + thread * Pack;
            end = rows.end(p);
        }
        packs = count_up_to(p, end - 1);
        whole_begin = first < begin ? 1 : 0;
        whole_end = plain ? count_up_to(p, end - Pack) : 0;
    }

    /// Those of the elements from `element` on that are the run's.
    __device__ __forceinline__ channel_step step_at(std::int64_t element) const {
        channel_step step{element, (1U << Pack) - 1};
        if (element < begin) step.mask &= ~0U << static_cast<unsigned>(begin - element);
        if (end - element < Pack) step.mask &= ~(~0U << static_cast<unsigned>(end - element));
        return step;
    }

private:
    /// The packs that begin at or before an element.
    __device__ __forceinline__ int count_up_to(const channel_partition& p, std::int64_t element) const {
        if (element < first) return 0;
        const std::int64_t count = quotient(element - first, p.stride_divisor) + 1;
        return count < p.packs_per_run ? static_cast<int>(count) : p.packs_per_run;
    }
};

/// The steps of a thread, one after the other: all packs of its runs.
template <class Element>
class channel_walk {
    static constexpr int count = pack_elements<Element>;

public:
    __device__ __forceinline__ channel_walk(const channel_layout& layout, const channel_block_place& place,
                                            const thread_place& own)
        : partition_(layout.partition),
          thread_(own.thread),
          may_be_plain_(layout.plain),
          rows_(partition_, place, own.fold, own.thread * count, count),
          run_(partition_, rows_, thread_, may_be_plain_),
          stride_(layout.pack_stride),
          number_(0),
          plain_end_(0),
          others_(run_.packs) {
        if (own.fold >= partition_.folds) rows_.remaining = 0;
        if (rows_.remaining <= 0) others_ = 0;
    }

    /// Whether the next step is known to be plain.
    __device__ __forceinline__ bool in_plain() const { return number_ != plain_end_; }
    /// Packs before its own, in each tensor.
    __device__ __forceinline__ std::uint32_t number() const { return number_; }
    __device__ __forceinline__ void leave_plain() { number_ += stride_; }

    /// Whether it is; to be called where that is not known. Goes on to the next run with a step.
    __device__ __forceinline__ bool find_plain() {
#pragma unroll 1
        while (others_ == 0) {
            if (rows_.remaining <= 0) return false;
            rows_.advance();
            if (!partition_.along_planes) rows_.remaining = 0;
            if (rows_.remaining <= 0) return false;
            run_ = channel_run<count>(partition_, rows_, thread_, may_be_plain_);
            others_ = run_.packs;
        }
        const int place = run_.packs - others_;
        if (place != run_.whole_begin || place >= run_.whole_end) return false;
        const int plain = run_.whole_end - place;
        number_ = static_cast<std::uint32_t>(element_at(place) / count);
        plain_end_ = number_ + static_cast<std::uint32_t>(plain) * stride_;
        others_ -= plain;
        return true;
    }
    /// The next step, if it is not plain.
    __device__ __forceinline__ channel_step take_other() {
        if (others_ == 0) return channel_step::end();
        const channel_step step = run_.step_at(element_at(run_.packs - others_));
        --others_;
        return step;
    }

private:
    const channel_partition& partition_;
    const int thread_;
    const bool may_be_plain_;
    channel_rows rows_;
    channel_run<count> run_;
    /// Plain packs from here on, as the numbers that they have in a tensor. In 32 bits, and compared with the end
    /// instead of counted: 64 bits took 2 instructions more for each tensor of a step, and the rest 3.
    const std::uint32_t stride_;
    std::uint32_t number_;
    std::uint32_t plain_end_;
    int others_;  ///< packs of the run from here on, but for these

    /// That a pack of the run begins with.
    __device__ __forceinline__ std::int64_t element_at(int place) const {
        return run_.first + place * partition_.stride;
    }
};

}  // namespace softknee::kernels::cuda
