// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/channelwise.hpp>

#include <algorithm>
#include <vector>

#include <kernels/channel_finish.hpp>
#include <kernels/channel_workspace.hpp>
#include <kernels/cpu/block_sums.hpp>
#include <kernels/cpu/channel_elements.hpp>
#include <kernels/cpu/channel_operands.hpp>
#include <kernels/cpu/group_parameters.hpp>
#include <kernels/cpu/parallel.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

/// One thread's means to evaluate blocks of a call that adds something.
template <class Scalar>
class block_evaluator {
public:
    using sum = channel_sum<Scalar>;

    block_evaluator(const channel_call& call, const channel_partition& partition, channel_block_function function)
        : call_(call),
          partition_(partition),
          function_(function),
          planes_joined_(can_join_planes(partition)),
          group_parameters_(call),
          operands_(call) {
        for (int k = 0; k < call.parameter_count; ++k) {
            sums_.emplace_back(partition);
            if (planes_joined_) side_by_side_.emplace_back(partition);
            parameters_.emplace_back(static_cast<std::size_t>(partition.folds * partition.width * partition.pack));
        }
    }

    void evaluate(std::int64_t block) {
        place_ = channel_block_place(partition_, block);
        for (block_sums<sum>& sums : sums_) sums.clear();
        if (!partition_.along_planes) {
            walk_columns();
        } else if (planes_joined_) {
            walk_joined_planes();
        } else {
            for (int fold = 0; fold < partition_.folds; ++fold) walk_plane(fold);
        }
        for (std::size_t k = 0; k < sums_.size(); ++k) {
            sums_[k].reduce(partition_);
            write(k);
        }
    }

private:
    /// Whether every element of a plane has a sum of its own, the same one in every sample: the planes of a block are
    /// then taken in one run, because a short one takes longer to begin than to evaluate.
    static bool can_join_planes(const channel_partition& p) {
        return p.along_planes && p.plane + p.pack - 1 <= p.width * p.pack && p.period % p.pack == 0;
    }

    void walk_joined_planes() {
        for (block_sums<sum>& sums : side_by_side_) sums.clear();
        const std::int64_t slot = place_.slot(partition_);
        const auto planes = static_cast<int>(std::min<std::int64_t>(partition_.folds, partition_.groups - slot));
        const std::int64_t length = planes * partition_.plane;
        for (int k = 0; k < call_.parameter_count; ++k) expand_parameters(k, slot * partition_.plane, length);
        for (channel_rows rows(partition_, place_, 0, 0, 0); rows.remaining > 0; rows.advance()) {
            for (std::int64_t at = 0; at < length; at += run_elements) {
                evaluate_run(rows.begin + at, std::min(length - at, run_elements), side_by_side_, at, at, true);
            }
        }
        for (std::size_t k = 0; k < sums_.size(); ++k) {
            for (int fold = 0; fold < planes; ++fold) {
                const std::int64_t origin = (slot + fold) * partition_.plane % partition_.pack;
                for (std::int64_t i = 0; i < partition_.plane; ++i) {
                    sums_[k].put(sums_[k].cell(fold, origin + i), side_by_side_[k].get(fold * partition_.plane + i));
                }
            }
        }
    }

    void walk_plane(int fold) {
        channel_rows rows(partition_, place_, fold, 0, 0);
        if (rows.remaining <= 0) return;
        for (int k = 0; k < call_.parameter_count; ++k) {
            expand_parameters(k, (place_.slot(partition_) + fold) * partition_.plane, 1);
        }
        const std::int64_t cells = partition_.width * partition_.pack;
        for (; rows.remaining > 0; rows.advance()) {
            const std::int64_t end = rows.end(partition_);
            const std::int64_t origin = rows.begin / partition_.pack * partition_.pack;
            for (std::int64_t i = rows.begin; i < end;) {
                const std::int64_t cell = (i - origin) % cells;
                const std::int64_t count = std::min({end - i, cells - cell, run_elements});
                evaluate_run(i, count, sums_, sums_[0].cell(fold, cell), 0, false);
                i += count;
            }
        }
    }

    void walk_columns() {
        const std::int64_t columns = partition_.width * partition_.pack;
        const std::int64_t slot = place_.slot(partition_);
        // Rows of one window follow each other in memory, as the sums of their folds do: they are taken together.
        const bool joined = partition_.windows == 1;
        const std::int64_t own = joined ? partition_.folds * columns : std::min(columns, partition_.period - slot);
        for (int k = 0; k < call_.parameter_count; ++k) expand_parameters(k, slot, own);
        for (channel_rows rows(partition_, place_, 0, 0, columns); rows.remaining > 0; rows.advance()) {
            if (joined) {
                const std::int64_t end = std::min(rows.begin + rows.stride, partition_.count);
                for (std::int64_t i = rows.begin; i < end; i += run_elements) {
                    const std::int64_t at = i - rows.begin;
                    evaluate_run(i, std::min(end - i, run_elements), sums_, at, at, true);
                }
                continue;
            }
            for (int fold = 0; fold < partition_.folds && fold < rows.remaining; ++fold) {
                const std::int64_t begin = rows.begin + fold * partition_.period;
                const std::int64_t end = std::min(begin + rows.length, partition_.count);
                if (begin < end) evaluate_run(begin, end - begin, sums_, sums_[0].cell(fold, 0), 0, true);
            }
        }
    }

    /// Those of `count` elements from number `position` of a row on.
    void expand_parameters(int k, std::int64_t position, std::int64_t count) {
        if (!group_parameters_.are_read(k)) return;
        const std::int64_t in_sample = position % (partition_.groups * partition_.plane);
        group_parameters_.expand(k, in_sample, count, parameters_[static_cast<std::size_t>(k)].data());
    }

    /// @param at          where the sums of the first element are
    /// @param parameter   where its parameters are
    /// @param by_element  whether the others have parameters of their own
    void evaluate_run(std::int64_t first, std::int64_t count, std::vector<block_sums<sum>>& into, std::int64_t at,
                      std::int64_t parameter, bool by_element) {
        sum_arrays sums[maximum_parameter_tensors];
        operands_.evaluate(first, count, function_, [&](channel_block& block) {
            block.sums = sums;
            for (int k = 0; k < call_.parameter_count; ++k) {
                sums[k] = into[static_cast<std::size_t>(k)].at(at);
                if (!group_parameters_.are_read(k)) continue;
                block.parameters[static_cast<std::size_t>(k)] =
                    parameters_[static_cast<std::size_t>(k)].data() + parameter;
                block.parameters_by_element = by_element;
            }
        });
    }

    void write(std::size_t k) {
        sum* partials = static_cast<sum*>(partials_of(call_)) +
                        (static_cast<std::int64_t>(k) * partition_.partial_rows() + place_.partial_row(partition_)) *
                            partition_.slots;
        const std::int64_t slot = place_.slot(partition_);
        for (int i = 0; i < partition_.sums_per_block() && slot + i < partition_.slots; ++i) {
            partials[slot + i] = sums_[k].result(partition_, i);
        }
    }

    const channel_call& call_;
    const channel_partition& partition_;
    channel_block_function function_;
    bool planes_joined_;
    group_parameters<Scalar> group_parameters_;
    channel_operands operands_;
    channel_block_place place_;
    std::vector<block_sums<sum>> sums_;
    std::vector<block_sums<sum>> side_by_side_;  ///< of joined planes, without the gaps between them
    std::vector<std::vector<Scalar>> parameters_;
};

template <class Sum>
Sum sum_of_lanes(const finish_parameter& parameter, const Sum* partials, std::int64_t element) {
    Sum lanes[channel_threads];
    for (int lane = 0; lane < parameter.lanes; ++lane) lanes[lane] = parameter.lane_sum(partials, element, lane);
    for (int count = parameter.lanes; count > 1; count /= 2) {
        for (int lane = 0; lane < count / 2; ++lane) lanes[lane].add(lanes[lane + count / 2]);
    }
    return lanes[0];
}

template <class Scalar>
void run(const channel_call& call, const channel_partition& partition, channel_block_function function, int threads) {
    if (call.count > 0 && !call.gradients_wanted()) {
        run_without_sums(call, function, threads);
    } else if (call.count > 0) {
        share_between_threads(threads, call.count, partition.blocks(), [&](std::int64_t begin, std::int64_t end) {
            block_evaluator<Scalar> evaluator(call, partition, function);
            for (std::int64_t block = begin; block < end; ++block) evaluator.evaluate(block);
        });
    }
    workspace_head* const head = head_of(call);
    if (call.direction == pass::forward || (head == nullptr && call.count > 0)) return;
    if (head != nullptr) *head = {};
    const auto* partials = static_cast<const channel_sum<Scalar>*>(partials_of(call));
    for (int k = 0; k < call.parameter_count; ++k) {
        const finish_parameter parameter(call, partition, k);
        if (parameter.elements == 0) continue;
        share_between_threads(threads, parameter.elements * parameter.members, parameter.elements,
                              [&](std::int64_t begin, std::int64_t end) {
                                  if (parameter.gradient == nullptr) return;
                                  for (std::int64_t i = begin; i < end; ++i) {
                                      parameter.store(sum_of_lanes(parameter, partials, i), i, call.accumulate);
                                  }
                              });
        for (std::int64_t i = 0; i < parameter.elements; ++i) {
            if (head != nullptr && !parameter.usable(i)) head->slope_not_positive = 1;
        }
    }
}

}  // namespace

void run_channelwise(const channel_call& call, channel_block_function function, int threads) {
    const channel_partition partition = partition_of(call);
    if (call.type == dtype::float64) {
        run<double>(call, partition, function, threads);
    } else {
        run<float>(call, partition, function, threads);
    }
}

}  // namespace softknee::kernels::cpu
