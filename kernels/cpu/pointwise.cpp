// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/pointwise.hpp>

#include <algorithm>

#include <kernels/cpu/parallel.hpp>
#include <kernels/cpu/strided_copy.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

/// The runs of a call, numbered: each lies within one row of the innermost dimension.
class run_list {
public:
    explicit run_list(const pointwise_call& call)
        : call_(call),
          row_length_(call.sizes[call.rank - 1]),
          runs_per_row_((row_length_ + run_elements - 1) / run_elements),
          rows_(call.count / row_length_) {}

    std::int64_t size() const { return rows_ * runs_per_row_; }

    void evaluate(std::int64_t run, block_function function) const {
        const std::int64_t row = run / runs_per_row_;
        const std::int64_t first = (run % runs_per_row_) * run_elements;
        const std::int64_t count = std::min(run_elements, row_length_ - first);
        const std::size_t bytes = size_of(call_.type);
        const int inner = call_.rank - 1;
        alignas(64) std::byte buffers[3][run_elements * 8];

        pointwise_block block{{}, nullptr, count, call_.parameters};
        for (int i = 0; i < call_.input_count(); ++i) {
            const char* source = address(call_.inputs[i], row, first);
            const std::int64_t stride = call_.inputs[i].strides[inner];
            block.inputs[i] = source;
            if (stride != 1) {
                gather(bytes, source, stride, count, buffers[i]);
                block.inputs[i] = buffers[i];
            }
        }
        char* target = address(call_.output, row, first);
        const std::int64_t stride = call_.output.strides[inner];
        block.output = stride == 1 ? static_cast<void*>(target) : buffers[2];
        function(block);
        if (stride != 1) scatter(bytes, buffers[2], target, stride, count);
    }

private:
    char* address(const pointwise_operand& operand, std::int64_t row, std::int64_t first) const {
        std::int64_t offset = first * operand.strides[call_.rank - 1];
        for (int d = call_.rank - 2; d >= 0; --d) {
            offset += row % call_.sizes[d] * operand.strides[d];
            row /= call_.sizes[d];
        }
        return static_cast<char*>(operand.data) + offset * static_cast<std::int64_t>(size_of(call_.type));
    }

    const pointwise_call& call_;
    std::int64_t row_length_;
    std::int64_t runs_per_row_;
    std::int64_t rows_;
};

}  // namespace

void run_pointwise(const pointwise_call& call, block_function function, int threads) {
    const run_list runs(call);
    share_between_threads(threads, call.count, runs.size(), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t run = begin; run < end; ++run) runs.evaluate(run, function);
    });
}

}  // namespace softknee::kernels::cpu
