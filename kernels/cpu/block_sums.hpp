// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <kernels/channel_partition.hpp>
#include <kernels/cpu/channel_block.hpp>

namespace softknee::kernels::cpu {

/// The sums of the threads of a group of blocks for one parameter: those of a fold follow each other, one for each
/// element of what its threads have side by side.
template <class Sum>
class block_sums {
public:
    block_sums(int folds, std::int64_t fold_cells)
        : folds_(folds), fold_cells_(fold_cells), values_(static_cast<std::size_t>(folds * fold_cells)) {
        if constexpr (has_errors) errors_.resize(values_.size());
    }

    std::int64_t cell(int fold, std::int64_t i) const { return fold * fold_cells_ + i; }

    sum_arrays at(std::int64_t i) { return {values_.data() + i, has_errors ? errors_.data() + i : nullptr}; }
    void clear() {
        std::ranges::fill(values_, 0.0);
        std::ranges::fill(errors_, 0.0);
    }
    Sum get(std::int64_t i) const {
        if constexpr (has_errors) {
            return {values_[static_cast<std::size_t>(i)], errors_[static_cast<std::size_t>(i)]};
        } else {
            return {values_[static_cast<std::size_t>(i)]};
        }
    }
    void put(std::int64_t i, const Sum& sum) {
        values_[static_cast<std::size_t>(i)] = sum.value;
        if constexpr (has_errors) errors_[static_cast<std::size_t>(i)] = sum.errors;
    }

    /// Adds the upper half of `count` sums that lie `distance` apart to the lower one until one is left, for each of
    /// `breadth` neighbours.
    void add_halves(std::int64_t first, std::int64_t count, std::int64_t distance, std::int64_t breadth) {
        while (count > 1) {
            const std::int64_t half = (count + 1) / 2;
            for (std::int64_t i = 0; i < count - half; ++i) {
                for (std::int64_t b = 0; b < breadth; ++b) {
                    const std::int64_t to = first + i * distance + b;
                    Sum sum = get(to);
                    sum.add(get(to + half * distance));
                    put(to, sum);
                }
            }
            count = half;
        }
    }

    /// Leaves the sum of each column or plane.
    void reduce(const channel_partition& p) {
        if (!p.along_planes) return add_halves(0, folds_, fold_cells_, fold_cells_);
        for (int fold = 0; fold < folds_; ++fold) {
            const std::int64_t first = fold * fold_cells_;
            for (int thread = 0; thread < p.width; ++thread) add_halves(first + thread * p.pack, p.pack, 1, 1);
            add_halves(first, p.width, p.pack, 1);
        }
    }
    Sum result(const channel_partition& p, std::int64_t i) const { return get(p.along_planes ? i * fold_cells_ : i); }
    std::int64_t results(const channel_partition& p) const { return p.along_planes ? folds_ : fold_cells_; }

private:
    static constexpr bool has_errors = sizeof(Sum) == 2 * sizeof(double);

    int folds_;
    std::int64_t fold_cells_;
    std::vector<double> values_;
    std::vector<double> errors_;
};

}  // namespace softknee::kernels::cpu
