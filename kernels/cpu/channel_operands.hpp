// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/cpu/channel_block.hpp>
#include <kernels/cpu/operand_run.hpp>

namespace softknee::kernels::cpu {

/// The data tensors of a call, for one thread.
class channel_operands {
public:
    explicit channel_operands(const channel_call& call)
        : call_(call),
          first_(call, call.inputs[0]),
          second_(call, call.inputs[1]),
          residual_(call, call.residual),
          output_(call, call.output) {}

    /// Evaluates `count` elements from number `first` on, at most `run_elements`: `prepare` gives the block its
    /// parameters and sums, of which it has none.
    template <class Prepare>
    void evaluate(std::int64_t first, std::int64_t count, channel_block_function function, const Prepare& prepare) {
        channel_block block{{first_.load(first, count), second_.load(first, count)},
                            residual_.load(first, count),
                            call_.place,
                            output_.target(first),
                            count,
                            {},
                            false,
                            call_.constants,
                            nullptr};
        prepare(block);
        function(block);
        output_.store(first, count);
    }

private:
    const channel_call& call_;
    operand_run first_;
    operand_run second_;
    operand_run residual_;
    operand_run output_;
};

}  // namespace softknee::kernels::cpu
