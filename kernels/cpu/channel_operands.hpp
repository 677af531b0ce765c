// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/cpu/channel_block.hpp>
#include <kernels/cpu/operand_run.hpp>
#include <kernels/cpu/streaming.hpp>

namespace softknee::kernels::cpu {

/// The data tensors of a call, for one thread.
class channel_operands {
public:
    explicit channel_operands(const channel_call& call)
        : call_(call),
          first_(call, call.inputs[0]),
          second_(call, call.inputs[1]),
          residual_(call, call.residual),
          output_(call, call.output),
          streams_(streams(call)) {}

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
                            nullptr,
                            streams_};
        prepare(block);
        function(block);
        output_.store(first, count);
    }

    /// The most elements of a run from number `first` on: a run that is stored past the caches ends with a line, so
    /// that the next need not begin with less than a register.
    std::int64_t run_length(std::int64_t first) const {
        if (!streams_) return run_elements;
        const auto bytes = static_cast<std::int64_t>(size_of(call_.type));
        const auto address =
            static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(call_.output.data)) + first * bytes;
        return run_elements - address % cache_line_bytes / bytes;
    }

    /// To be called behind the last block of a thread.
    void finish() const {
        if (streams_) finish_streaming();
    }

private:
    /// In place the lines of the output are in a cache already, to be read; elements apart from each other go through a
    /// buffer. 16-bit passes wait for their arithmetic: stored so, in halves of lines, they took a fifth more time.
    bool streams(const channel_call& call) const {
        const void* const output = call.output.data;
        if (output == nullptr || !output_.is_consecutive() || size_of(call.type) == 2) return false;
        if (output == call.inputs[0].data || output == call.inputs[1].data || output == call.residual.data)
            return false;
        return streams_past_caches(call.count * static_cast<std::int64_t>(size_of(call.type)));
    }

    const channel_call& call_;
    operand_run first_;
    operand_run second_;
    operand_run residual_;
    operand_run output_;
    bool streams_;
};

}  // namespace softknee::kernels::cpu
