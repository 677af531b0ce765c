// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <softknee/dtype.hpp>

namespace softknee_accuracy {

/// The bit patterns that a sweep feeds, in an order that depends on the arguments alone.
///
/// 16-bit types: all 65,536, whatever the stride. float32: every stride-th pattern. float64: 2^25 / stride patterns
/// over all exponents and as many numbers spread over [-40, 40], [-2, 2] and [-760, 760]. float32 and float64 also get
/// the edges: the ends of the format, every quarter in [-8, 8], powers of 2, and `centres` of either sign, each with
/// its neighbours; and around each of the `transitions` 2^16 patterns of float32, 2^8 of float64. Every pattern of
/// float32 has them all.
class input_patterns {
public:
    input_patterns(softknee::dtype type, std::uint64_t stride, std::span<const double> centres,
                   std::span<const std::uint64_t> transitions = {});

    std::uint64_t size() const { return regular_ + edges_.size(); }
    std::uint64_t operator[](std::uint64_t index) const {
        if (index >= regular_) return edges_[index - regular_];
        return type_ == softknee::dtype::float64 ? regular_double(index) : index * stride_;
    }

    /// The patterns from `first` on, as many as there is space for. A loop over `operator[]` is not vectorised.
    template <class Pattern>
    void copy(std::uint64_t first, std::span<Pattern> patterns) const {
        std::uint64_t i = 0;
        if (type_ != softknee::dtype::float64) {
            const std::uint64_t stride = stride_;
            const std::uint64_t left = first < regular_ ? regular_ - first : 0;
            for (; i < std::min<std::uint64_t>(left, patterns.size()); ++i) {
                patterns[i] = static_cast<Pattern>((first + i) * stride);
            }
        }
        for (; i < patterns.size(); ++i) patterns[i] = static_cast<Pattern>((*this)[first + i]);
    }

private:
    std::uint64_t regular_double(std::uint64_t index) const;

    softknee::dtype type_;
    std::uint64_t stride_;
    std::uint64_t regular_;
    std::vector<std::uint64_t> edges_;
};

}  // namespace softknee_accuracy
