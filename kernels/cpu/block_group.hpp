// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include <kernels/channel_partition.hpp>
#include <kernels/cpu/tuning.hpp>

namespace softknee::kernels::cpu {

/// The blocks of a partition in groups that are evaluated together: neighbours over a row, so that rows are read in
/// long runs. That changes no bit, since no two blocks add into one sum.
class block_groups {
public:
    explicit block_groups(const channel_partition& p)
        : partition_(p), planes_joined_(can_join_planes(p)), windows_(windows_together(p)) {}

    std::int64_t size() const { return partition_.pieces * partition_.chunks * per_row(); }

    /// The first block of a group.
    channel_block_place operator[](std::int64_t group) const {
        channel_block_place place;
        place.window = group % per_row() * windows_;
        group /= per_row();
        place.piece = group % partition_.pieces;
        place.chunk = group / partition_.pieces;
        return place;
    }

    /// The folds of all windows of a group, side by side where they are planes.
    int folds() const { return partition_.along_planes ? partition_.folds * windows_ : partition_.folds; }
    /// The cells of a fold, in all windows where these are columns.
    std::int64_t cells() const {
        const std::int64_t cells = partition_.width * partition_.pack;
        return partition_.along_planes ? cells : windows_ * cells;
    }

    /// Whether every element of a plane has a sum of its own, the same one in every sample: the planes of a group are
    /// then taken in one run, because a short one takes longer to begin than to evaluate.
    bool planes_joined() const { return planes_joined_; }

private:
    static bool can_join_planes(const channel_partition& p) {
        return p.along_planes && p.plane + p.pack - 1 <= p.width * p.pack && p.period % p.pack == 0;
    }

    static int windows_together(const channel_partition& p) {
        if (p.windows <= 1 || (p.along_planes && !can_join_planes(p))) return 1;
        const std::int64_t elements = p.along_planes ? p.folds * p.plane : p.width * p.pack;
        return static_cast<int>(std::clamp<std::int64_t>(elements_together / elements, 1, p.windows));
    }

    std::int64_t per_row() const { return (partition_.windows + windows_ - 1) / windows_; }

    const channel_partition& partition_;
    bool planes_joined_;
    int windows_;
};

}  // namespace softknee::kernels::cpu
