// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/channel_elements.hpp>

#include <algorithm>
#include <vector>

#include <kernels/cpu/channel_operands.hpp>
#include <kernels/cpu/group_parameters.hpp>
#include <kernels/cpu/parallel.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

/// One thread's means to evaluate elements. A run within a plane has one set of parameters, another run has them by
/// element: out of a table of a sample, and of as much of the next as a run needs, or made for it if samples are large.
template <class Scalar>
class element_evaluator {
public:
    element_evaluator(const channel_call& call, channel_block_function function)
        : call_(call),
          function_(function),
          parameters_(call),
          sample_(call.groups * call.plane),
          by_element_(call.plane < run_elements),
          tabled_(by_element_ && sample_ <= largest_table),
          operands_(call),
          values_(static_cast<std::size_t>(call.parameter_count)) {
        for (int k = 0; k < call.parameter_count; ++k) {
            values_of(k).resize(static_cast<std::size_t>((tabled_ ? sample_ : 0) + run_elements));
            if (tabled_) expand(k, 0, sample_ + run_elements);
        }
    }

    void evaluate(std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end;) {
            const std::int64_t position = i % sample_;
            std::int64_t count = std::min(end - i, operands_.run_length(i));
            if (!by_element_) count = std::min(count, call_.plane - position % call_.plane);
            if (!tabled_) {
                for (int k = 0; k < call_.parameter_count; ++k) expand(k, position, by_element_ ? count : 1);
            }
            evaluate_run(i, count, tabled_ ? position : 0);
            i += count;
        }
        operands_.finish();
    }

private:
    std::vector<Scalar>& values_of(int k) { return values_[static_cast<std::size_t>(k)]; }

    void expand(int k, std::int64_t position, std::int64_t count) {
        if (parameters_.are_read(k)) parameters_.expand(k, position, count, values_of(k).data());
    }

    void evaluate_run(std::int64_t first, std::int64_t count, std::int64_t parameter) {
        operands_.evaluate(first, count, function_, [&](channel_block& block) {
            for (int k = 0; k < call_.parameter_count; ++k) {
                if (!parameters_.are_read(k)) continue;
                block.parameters[static_cast<std::size_t>(k)] = values_of(k).data() + parameter;
                block.parameters_by_element = by_element_;
            }
        });
    }

    const channel_call& call_;
    channel_block_function function_;
    group_parameters<Scalar> parameters_;
    std::int64_t sample_;
    bool by_element_;
    bool tabled_;
    channel_operands operands_;
    std::vector<std::vector<Scalar>> values_;
};

template <class Scalar>
void run(const channel_call& call, channel_block_function function, int threads) {
    const std::int64_t runs = (call.count + run_elements - 1) / run_elements;
    share_between_threads(threads, call.count, runs, [&](std::int64_t begin, std::int64_t end) {
        element_evaluator<Scalar> evaluator(call, function);
        evaluator.evaluate(begin * run_elements, std::min(end * run_elements, call.count));
    });
}

}  // namespace

void run_without_sums(const channel_call& call, channel_block_function function, int threads) {
    if (call.type == dtype::float64) {
        run<double>(call, function, threads);
    } else {
        run<float>(call, function, threads);
    }
}

}  // namespace softknee::kernels::cpu
