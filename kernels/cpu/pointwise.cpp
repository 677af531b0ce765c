// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/pointwise.hpp>

#include <algorithm>

#include <kernels/cpu/parallel.hpp>
#include <kernels/cpu/streaming.hpp>
#include <kernels/cpu/strided_copy.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

/// The runs of a call, numbered: each lies within one row of the innermost dimension. Elements that do not lie side by
/// side go through buffers, which bound the length of a run.
class run_list {
public:
    explicit run_list(const pointwise_call& call)
        : call_(call),
          element_bytes_(static_cast<std::int64_t>(size_of(call.type))),
          streams_(!in_place() && inner_stride(call.output) == 1 && streams_past_caches(call.count * element_bytes_)),
          run_length_((call.contiguous() ? unbuffered_run_bytes : buffer_bytes) / element_bytes_),
          row_length_(call.sizes[call.rank - 1]),
          runs_per_row_((row_length_ + run_length_ - 1) / run_length_),
          rows_(call.count / row_length_) {}

    std::int64_t size() const { return rows_ * runs_per_row_; }

    void evaluate(std::int64_t begin, std::int64_t end, block_function function) const {
        alignas(64) std::byte buffers[3][buffer_bytes];
        for (std::int64_t run = begin; run < end; ++run) {
            const std::int64_t first = (run % runs_per_row_) * run_length_;
            const std::int64_t count = std::min(run_length_, row_length_ - first);
            evaluate(run / runs_per_row_, first, count, function, buffers);
        }
        if (streams_) finish_streaming();
    }

private:
    void evaluate(std::int64_t row, std::int64_t first, std::int64_t count, block_function function,
                  std::byte (&buffers)[3][buffer_bytes]) const {
        const auto bytes = static_cast<std::size_t>(element_bytes_);
        pointwise_block block{{}, nullptr, count, call_.parameters, streams_};
        for (int i = 0; i < call_.input_count(); ++i) {
            const char* source = address(call_.inputs[i], row, first);
            block.inputs[i] = source;
            if (inner_stride(call_.inputs[i]) != 1) {
                gather(bytes, source, inner_stride(call_.inputs[i]), count, buffers[i]);
                block.inputs[i] = buffers[i];
            }
        }
        char* target = address(call_.output, row, first);
        const std::int64_t stride = inner_stride(call_.output);
        block.output = stride == 1 ? static_cast<void*>(target) : buffers[2];
        function(block);
        if (stride != 1) scatter(bytes, buffers[2], target, stride, count);
    }

    /// The lines of such an output are in a cache already, to be read.
    bool in_place() const {
        for (int i = 0; i < call_.input_count(); ++i) {
            if (call_.inputs[i].data == call_.output.data) return true;
        }
        return false;
    }

    std::int64_t inner_stride(const pointwise_operand& operand) const { return operand.strides[call_.rank - 1]; }

    char* address(const pointwise_operand& operand, std::int64_t row, std::int64_t first) const {
        std::int64_t offset = first * inner_stride(operand);
        for (int d = call_.rank - 2; d >= 0; --d) {
            offset += row % call_.sizes[d] * operand.strides[d];
            row /= call_.sizes[d];
        }
        return static_cast<char*>(operand.data) + offset * element_bytes_;
    }

    const pointwise_call& call_;
    std::int64_t element_bytes_;
    bool streams_;
    std::int64_t run_length_;
    std::int64_t row_length_;
    std::int64_t runs_per_row_;
    std::int64_t rows_;
};

}  // namespace

void run_pointwise(const pointwise_call& call, block_function function, int threads) {
    const run_list runs(call);
    share_between_threads(threads, call.count, runs.size(),
                          [&](std::int64_t begin, std::int64_t end) { runs.evaluate(begin, end, function); });
}

}  // namespace softknee::kernels::cpu
