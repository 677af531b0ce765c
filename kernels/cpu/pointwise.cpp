// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/pointwise.hpp>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>
#include <vector>

#include <kernels/cpu/floating_point_environment.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

template <class Word>
void gather(const char* source, std::int64_t stride, std::int64_t count, void* target) {
    auto* out = static_cast<Word*>(target);
    for (std::int64_t i = 0; i < count; ++i)
        std::memcpy(out + i, source + i * stride * std::int64_t(sizeof(Word)), sizeof(Word));
}

template <class Word>
void scatter(const void* source, char* target, std::int64_t stride, std::int64_t count) {
    const auto* in = static_cast<const Word*>(source);
    for (std::int64_t i = 0; i < count; ++i)
        std::memcpy(target + i * stride * std::int64_t(sizeof(Word)), in + i, sizeof(Word));
}

void gather(std::size_t element_bytes, const char* source, std::int64_t stride, std::int64_t count, void* target) {
    if (element_bytes == 2) return gather<std::uint16_t>(source, stride, count, target);
    if (element_bytes == 4) return gather<std::uint32_t>(source, stride, count, target);
    return gather<std::uint64_t>(source, stride, count, target);
}

void scatter(std::size_t element_bytes, const void* source, char* target, std::int64_t stride, std::int64_t count) {
    if (element_bytes == 2) return scatter<std::uint16_t>(source, target, stride, count);
    if (element_bytes == 4) return scatter<std::uint32_t>(source, target, stride, count);
    return scatter<std::uint64_t>(source, target, stride, count);
}

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

std::int64_t thread_count(int requested, std::int64_t count, std::int64_t runs) {
    const std::int64_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::int64_t wanted = requested > 0 ? requested : std::min(cores, count / elements_per_thread);
    return std::clamp<std::int64_t>(wanted, 1, runs);
}

}  // namespace

void run_pointwise(const pointwise_call& call, block_function function, int threads) {
    const run_list runs(call);
    const auto evaluate = [&](std::int64_t begin, std::int64_t end) {
        const default_floating_point_environment environment;
        for (std::int64_t run = begin; run < end; ++run) runs.evaluate(run, function);
    };
    const std::int64_t workers = thread_count(threads, call.count, runs.size());
    std::vector<std::jthread> others;
    for (std::int64_t i = 1; i < workers; ++i) {
        const std::int64_t begin = runs.size() * i / workers;
        const std::int64_t end = runs.size() * (i + 1) / workers;
        try {
            others.emplace_back(evaluate, begin, end);
        } catch (const std::system_error&) {
            evaluate(begin, end);  // no thread to be had: the caller's own does the work
        }
    }
    evaluate(0, runs.size() / workers);
}

}  // namespace softknee::kernels::cpu
