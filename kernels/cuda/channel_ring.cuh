// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_pipeline.h>

#include <kernels/cuda/channel_access.cuh>
#include <kernels/cuda/tuning.hpp>

/// The packs that the threads of the kernels with parameters have under way: copied into shared memory without passing
/// through registers (cp.async, from sm_80 on; sm_75 copies at once). A thread reads what it has copied itself, so that
/// nothing waits for other threads.
///
/// In registers, which these kernels have few left of, the packs under way were fewer, their moves from one step to the
/// next took two instructions of every float32 element, and there was no room for those of the plane behind.
namespace softknee::kernels::cuda {

/// A value that the compiler does not compute anew in every round: that took five instructions of a pack. ptxas still
/// may, where registers are short.
__device__ __forceinline__ int kept(int value) {
    asm volatile("" : "+r"(value));
    return value;
}

/// A step in eight bytes: the complement of what it is, which is negative; or, of a plain one, the packs before its own
/// behind a high part of 0, to which a slot goes back when another kind of step has been taken from it. With the kind
/// in the low part, and that alone for a plain step, a round took two instructions more.
struct alignas(8) channel_step_code {
    std::uint32_t low;
    std::int32_t high;

    static __device__ __forceinline__ channel_step_code of_other(const channel_step& step) {
        const std::int64_t code = ~(step.first << mask_bits | step.mask);
        return {static_cast<std::uint32_t>(code), static_cast<std::int32_t>(code >> 32)};
    }
    __device__ __forceinline__ bool is_plain() const { return high >= 0; }
    __device__ __forceinline__ std::uint32_t number() const { return low; }
    __device__ __forceinline__ channel_step other() const {
        const std::int64_t code = std::int64_t(high) << 32 | low;
        return {~code >> mask_bits, ~low & ((1U << mask_bits) - 1)};
    }

private:
    static constexpr int mask_bits = 8;  ///< elements of a pack at most
};

/// @tparam First     the first of the call's inputs that is read
/// @tparam Inputs    how many a plain step has
/// @tparam Optional  further ones that a call may have; its steps are none of them plain
template <class Element, int First, int Inputs, int Optional, int Bytes>
class channel_ring {
    static constexpr int part_bytes = channel_threads * pack_bytes;
    static __host__ __device__ constexpr int slot_bytes(int inputs) { return (inputs + 1) * part_bytes; }
    static __host__ __device__ constexpr int slots(int inputs) { return Bytes / slot_bytes(inputs); }
    static_assert(slots(Inputs + Optional) >= 1);

public:
    /// Threads begin with slots that hold nothing.
    __device__ __forceinline__ channel_ring(const channel_layout& layout, char* shared)
        : layout_(layout),
          shared_(shared),
          size_(kept(slot_bytes(layout.input_count - First))),
          begin_(kept(static_cast<int>(threadIdx.x) * pack_bytes)),
          end_(kept(begin_ + (layout.input_count - First == Inputs
                                  ? slots(Inputs) * slot_bytes(Inputs)
                                  : slots(Inputs + Optional) * slot_bytes(Inputs + Optional)))) {
#pragma unroll 1
        for (slot_ = begin_; slot_ != end_; slot_ += size_) code() = channel_step_code::of_other(channel_step::empty());
        slot_ = begin_;
        code().high = 0;  // the one that is filled before anything has been taken from it
    }

    /// Begins to copy a thread's next step, or that there is none, in the place of the step before.
    __device__ __forceinline__ void fetch(channel_walk<Element>& walk) {
        if (walk.in_plain() || walk.find_plain()) [[likely]] {
            code().low = walk.number();
#pragma unroll
            for (int i = First; i < First + Inputs; ++i) {
                __pipeline_memcpy_async(&packs(i), static_cast<const pack*>(layout_.inputs[i].data) + walk.number(),
                                        pack_bytes);
            }
            walk.leave_plain();
        } else {
            const channel_step step = walk.take_other();
            code() = channel_step_code::of_other(step);
#pragma unroll 1
            for (int i = First; i < layout_.input_count; ++i) copy(step, layout_.inputs[i], packs(i));
        }
        __pipeline_commit();
        slot_ += size_;
        if (slot_ == end_) slot_ = begin_;
    }

    /// Waits for the step that was fetched longest ago, which `input` and `store` then speak of.
    __device__ __forceinline__ channel_step_code wait() const {
        const channel_step_code result = code();
        __pipeline_wait_prior(slots(Inputs) - 1);
        if (!result.is_plain()) [[unlikely]] {
            code().high = 0;
            __pipeline_wait_prior(slots(Inputs + Optional) - 1);
        }
        return result;
    }
    __device__ __forceinline__ pack input(int i) const {
        return load_pack(&packs(i));
    }
    /// Writes the elements of the step, if the output is wanted.
    __device__ __forceinline__ void store(const channel_step_code& code, const pack& value) const {
        if (code.is_plain()) [[likely]] {
            store_pack(static_cast<pack*>(layout_.output.data) + code.number(), value);
        } else {
            store_elements<Element>(layout_, code.other(), value, packs(First));
        }
    }

private:
    const channel_layout& layout_;
    char* const shared_;
    const int size_;
    const int begin_;
    const int end_;
    int slot_;  ///< where the code of this thread's step is; its packs lie behind it

    __device__ __forceinline__ channel_step_code& code() const {
        return *reinterpret_cast<channel_step_code*>(shared_ + slot_);
    }
    __device__ __forceinline__ pack& packs(int i) const {
        return *reinterpret_cast<pack*>(shared_ + slot_ + (i - First + 1) * part_bytes);
    }
    __device__ __forceinline__ void copy(const channel_step& step, const channel_tensor& tensor, pack& own) {
        if (tensor.packed && step.is_whole<Element>()) {
            __pipeline_memcpy_async(&own, static_cast<const Element*>(tensor.data) + step.first, pack_bytes);
        } else {
            load_elements<Element>(layout_, tensor, step, own);
        }
    }
};

/// Calls evaluate(code, ring) for each step of this thread: one piece of code, since a further copy of it took as long
/// to compile as the pointwise kernels.
template <class Element, int First, int Inputs, int Optional, int Bytes, class Evaluate>
__device__ __forceinline__ void for_each_step(const channel_layout& layout, const channel_block_place& place,
                                              const thread_place& own, char (&shared)[Bytes],
                                              const Evaluate& evaluate) {
    channel_walk<Element> walk(layout, place, own);
    channel_ring<Element, First, Inputs, Optional, Bytes> ring(layout, shared);
#pragma unroll 1
    for (;;) {
        ring.fetch(walk);
        const channel_step_code code = ring.wait();
        if (!code.is_plain()) [[unlikely]] {
            const channel_step step = code.other();
            if (step.is_end()) break;
            if (step.mask == 0) continue;
        }
        evaluate(code, ring);
    }
}

}  // namespace softknee::kernels::cuda
