// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {

/// Consecutive elements of one operand of a call, at most `run_elements`: in place if they lie side by side, else
/// through a buffer.
class operand_run {
public:
    operand_run(const channel_call& call, const pointwise_operand& operand);

    /// Whether the elements lie side by side.
    bool is_consecutive() const { return consecutive_; }
    /// The elements from number `first` on; null for an operand without data.
    const void* load(std::int64_t first, std::int64_t count);
    /// Where to put elements that `store` will then copy to their places.
    void* target(std::int64_t first);
    void store(std::int64_t first, std::int64_t count) const;

private:
    /// Calls copy(address, stride in elements, elements, bytes into the buffer) for each part within one row of the
    /// innermost dimension.
    template <class Copy>
    void for_each_part(std::int64_t first, std::int64_t count, Copy&& copy) const;

    const channel_call& call_;
    const pointwise_operand& operand_;
    std::int64_t element_bytes_;
    bool consecutive_;
    alignas(64) std::byte buffer_[run_elements * 8];
};

}  // namespace softknee::kernels::cpu
