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

    /// `count` sums of others.
    void copy(const block_sums& source, std::int64_t from, std::int64_t to, std::int64_t count) {
        std::copy_n(source.values_.begin() + from, count, values_.begin() + to);
        if constexpr (has_errors) std::copy_n(source.errors_.begin() + from, count, errors_.begin() + to);
    }

    /// Leaves the sum of each column or plane.
    void reduce(const channel_partition& p) {
        if (!p.along_planes)
            return add_halves(folds_, [&](std::int64_t to, std::int64_t from, std::int64_t count) {
                add_run(to * fold_cells_, from * fold_cells_, count * fold_cells_);
            });
        reduce_packs(p.pack);
        for (int fold = 0; fold < folds_; ++fold) {
            const std::int64_t first = fold * fold_cells_;
            add_halves(p.width, [&](std::int64_t to, std::int64_t from, std::int64_t count) {
                for (std::int64_t i = 0; i < count; ++i) {
                    add_run(first + (to + i) * p.pack, first + (from + i) * p.pack, 1);
                }
            });
        }
    }
    Sum result(const channel_partition& p, std::int64_t i) const { return get(p.along_planes ? i * fold_cells_ : i); }
    std::int64_t results(const channel_partition& p) const { return p.along_planes ? folds_ : fold_cells_; }

private:
    /// Adds the upper half of `count` things to the lower one until one is left: add(to, from, how many).
    template <class Add>
    static void add_halves(std::int64_t count, const Add& add) {
        for (std::int64_t half = (count + 1) / 2; count > 1; count = half, half = (count + 1) / 2) {
            add(0, half, count - half);
        }
    }

    /// Adds neighbours to neighbours elsewhere.
    void add_run(std::int64_t to, std::int64_t from, std::int64_t count) {
        if constexpr (has_errors) {
            for (std::int64_t i = 0; i < count; ++i) {
                Sum sum = get(to + i);
                sum.add(get(from + i));
                put(to + i, sum);
            }
        } else {
            double* const target = values_.data() + to;
            const double* const source = values_.data() + from;
#pragma GCC ivdep
            for (std::int64_t i = 0; i < count; ++i) target[i] += source[i];
        }
    }

    void reduce_packs(int pack) {
        switch (pack) {
            case 2:
                return reduce_packs_of<2>();
            case 4:
                return reduce_packs_of<4>();
            case 8:
                return reduce_packs_of<8>();
        }
    }

    /// Into the first sum of each pack. With their number known, a tree is a few operations in registers: what a run
    /// time loop made of it took more time in small calls than the elements.
    template <int Pack>
    void reduce_packs_of() {
        const auto end = static_cast<std::int64_t>(values_.size());
        for (std::int64_t first = 0; first < end; first += Pack) {
            Sum sums[Pack];
            for (int i = 0; i < Pack; ++i) sums[i] = get(first + i);
            for (int half = Pack / 2; half > 0; half /= 2) {
                for (int i = 0; i < half; ++i) sums[i].add(sums[i + half]);
            }
            put(first, sums[0]);
        }
    }

    static constexpr bool has_errors = sizeof(Sum) == 2 * sizeof(double);

    int folds_;
    std::int64_t fold_cells_;
    std::vector<double> values_;
    std::vector<double> errors_;
};

}  // namespace softknee::kernels::cpu
