// SPDX-License-Identifier: Apache-2.0
#include <kernels/cpu/channelwise.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <kernels/channel_finish.hpp>
#include <kernels/channel_workspace.hpp>
#include <kernels/cpu/block_group.hpp>
#include <kernels/cpu/block_sums.hpp>
#include <kernels/cpu/channel_elements.hpp>
#include <kernels/cpu/channel_operands.hpp>
#include <kernels/cpu/group_parameters.hpp>
#include <kernels/cpu/parallel.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {
namespace {

/// One thread's means to evaluate groups of blocks of a call that adds something.
template <class Scalar>
class block_evaluator {
public:
    using sum = channel_sum<Scalar>;

    block_evaluator(const channel_call& call, const channel_partition& partition, channel_block_function function)
        : call_(call),
          partition_(partition),
          groups_(partition),
          function_(function),
          group_parameters_(call),
          operands_(call) {
        for (int k = 0; k < call.parameter_count; ++k) {
            sums_.emplace_back(groups_.folds(), groups_.cells());
            if (groups_.planes_joined()) side_by_side_.emplace_back(groups_.folds(), groups_.cells());
            parameters_.emplace_back(static_cast<std::size_t>(groups_.folds() * groups_.cells()));
        }
    }

    void evaluate(std::int64_t group) {
        place_ = groups_[group];
        for (block_sums<sum>& sums : sums_) sums.clear();
        if (!partition_.along_planes) {
            walk_columns();
        } else if (groups_.planes_joined()) {
            walk_joined_planes();
        } else {
            for (int fold = 0; fold < partition_.folds; ++fold) walk_plane(fold);
        }
        for (std::size_t k = 0; k < sums_.size(); ++k) {
            sums_[k].reduce(partition_);
            write(k);
        }
    }

    void finish() const { operands_.finish(); }

private:
    void walk_joined_planes() {
        for (block_sums<sum>& sums : side_by_side_) sums.clear();
        const std::int64_t slot = place_.slot(partition_);
        const auto planes = static_cast<int>(std::min<std::int64_t>(groups_.folds(), partition_.groups - slot));
        const std::int64_t length = planes * partition_.plane;
        for (int k = 0; k < call_.parameter_count; ++k) expand_parameters(k, slot * partition_.plane, length);
        for (channel_rows rows(partition_, place_, 0, 0, 0); rows.remaining > 0; rows.advance()) {
            walk_row(rows.begin, rows.begin + length, side_by_side_, 0);
        }
        for (std::size_t k = 0; k < sums_.size(); ++k) {
            for (int fold = 0; fold < planes; ++fold) {
                const std::int64_t origin = (slot + fold) * partition_.plane % partition_.pack;
                sums_[k].copy(side_by_side_[k], fold * partition_.plane, sums_[k].cell(fold, origin), partition_.plane);
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
                const std::int64_t count = std::min({end - i, cells - cell, operands_.run_length(i)});
                evaluate_run(i, count, sums_, sums_[0].cell(fold, cell), 0, false);
                i += count;
            }
        }
    }

    void walk_columns() {
        if (partition_.windows == 1) return walk_joined_rows();
        const std::int64_t slot = place_.slot(partition_);
        const std::int64_t columns = std::min(groups_.cells(), partition_.period - slot);
        for (int k = 0; k < call_.parameter_count; ++k) expand_parameters(k, slot, columns);
        for (int fold = 0; fold < partition_.folds; ++fold) {
            for (channel_rows rows(partition_, place_, fold, 0, columns); rows.remaining > 0; rows.advance()) {
                walk_row(rows.begin, rows.end(partition_), sums_, sums_[0].cell(fold, 0));
            }
        }
    }

    /// Rows of one window follow each other in memory, as the sums of their folds do: they are taken together.
    void walk_joined_rows() {
        for (int k = 0; k < call_.parameter_count; ++k) expand_parameters(k, 0, partition_.stride);
        for (channel_rows rows(partition_, place_, 0, 0, partition_.period); rows.remaining > 0; rows.advance()) {
            walk_row(rows.begin, std::min(rows.begin + rows.stride, partition_.count), sums_, 0);
        }
    }

    /// Elements that have parameters and sums of their own.
    /// @param cell  of the first of them
    void walk_row(std::int64_t begin, std::int64_t end, std::vector<block_sums<sum>>& into, std::int64_t cell) {
        for (std::int64_t i = begin; i < end;) {
            const std::int64_t count = std::min(end - i, operands_.run_length(i));
            evaluate_run(i, count, into, cell + (i - begin), i - begin, true);
            i += count;
        }
    }

    /// Those of `count` elements from number `position` of a row on, unless they are there from the group before.
    void expand_parameters(int k, std::int64_t position, std::int64_t count) {
        const std::pair wanted(position, count);
        auto& expanded = expanded_[static_cast<std::size_t>(k)];
        if (!group_parameters_.are_read(k) || expanded == wanted) return;
        expanded = wanted;
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
        const std::int64_t count = std::min(sums_[k].results(partition_), partition_.slots - slot);
        for (std::int64_t i = 0; i < count; ++i) partials[slot + i] = sums_[k].result(partition_, i);
    }

    const channel_call& call_;
    const channel_partition& partition_;
    block_groups groups_;
    channel_block_function function_;
    group_parameters<Scalar> group_parameters_;
    channel_operands operands_;
    channel_block_place place_;
    std::vector<block_sums<sum>> sums_;
    std::vector<block_sums<sum>> side_by_side_;  ///< of joined planes, without the gaps between them
    std::vector<std::vector<Scalar>> parameters_;
    std::array<std::pair<std::int64_t, std::int64_t>, maximum_parameter_tensors> expanded_{};  ///< positions and counts
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
        const std::int64_t groups = block_groups(partition).size();
        share_between_threads(threads, call.count, groups, [&](std::int64_t begin, std::int64_t end) {
            block_evaluator<Scalar> evaluator(call, partition, function);
            for (std::int64_t group = begin; group < end; ++group) evaluator.evaluate(group);
            evaluator.finish();
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
