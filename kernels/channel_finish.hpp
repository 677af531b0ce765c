// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include <kernels/channel_call.hpp>
#include <kernels/channel_partition.hpp>
#include <kernels/channel_sum.hpp>
#include <kernels/scalar_access.hpp>

/// The second step of a backward pass with parameters: each gradient from its partial sums. The CPU path and the kernel
/// share all of this but the tree over the lanes.
namespace softknee::kernels {

/// One dimension that a parameter's partial sums lie in.
struct finish_dimension {
    fixed_size size;
    std::int64_t slot_stride;
    std::int64_t gradient_stride;  ///< and what follows: of the dimensions that the parameter keeps
    std::int64_t value_stride;
};

inline constexpr int most_finish_dimensions = maximum_rank + 3;

/// The gradient of one parameter tensor: `elements` of them, each the sum of `members` partial sums. `lanes` threads
/// share the members of an element, each of them taking every lanes-th.
struct finish_parameter {
    std::int64_t elements;
    std::int64_t members;
    int lanes;
    int kept_rank;
    int summed_rank;
    finish_dimension kept[maximum_rank];              ///< innermost first
    finish_dimension summed[most_finish_dimensions];  ///< innermost first
    std::int64_t partials;                            ///< the index of the first of them
    const void* values;                               ///< null unless the sums are scaled
    dtype type;
    void* gradient;  ///< null if it is not wanted: then only the values are looked at
    dtype gradient_type;

    finish_parameter() = default;
    finish_parameter(const channel_call& call, const channel_partition& p, int index) {
        const channel_parameter& from = call.parameters[index];
        gradient = from.gradient;
        gradient_type = from.gradient_type;
        values = call.sums_are_scaled ? from.values : nullptr;
        type = from.type;
        partials = index * p.partial_rows() * p.slots;
        elements = 1;
        members = 1;
        kept_rank = 0;
        summed_rank = 0;
        if (!p.along_planes) sum_over(p.plane, 1);
        std::int64_t slot_stride = p.along_planes ? 1 : p.plane;
        for (int d = call.group_rank - 1; d >= 0; --d) {
            const std::int64_t size = call.group_sizes[d];
            if (from.kept[d]) {
                kept[kept_rank++] = {fixed_size(size), slot_stride, from.gradient_strides[d], from.strides[d]};
                elements *= size;
            } else {
                sum_over(size, slot_stride);
            }
            slot_stride *= size;
        }
        if (!p.along_planes) sum_over(std::min(p.samples_per_row(), call.samples), slot_stride);
        sum_over(p.partial_rows(), p.slots);
        // Four members for each lane at least.
        const auto wanted = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>((members + 3) / 4)));
        lanes = static_cast<int>(std::min<std::int64_t>(wanted, channel_threads));
    }

    std::int64_t blocks() const {
        const std::int64_t per_block = channel_threads / lanes;
        return (elements + per_block - 1) / per_block;
    }

    /// The sum of one lane.
    template <class Sum>
    SOFTKNEE_FUNCTION Sum lane_sum(const Sum* all, std::int64_t element, int lane) const {
        std::int64_t first = partials;
        for (int d = 0; d < kept_rank; ++d) first += coordinate(kept[d], element) * kept[d].slot_stride;
        Sum sum = {};
        for (std::int64_t member = lane; member < members; member += lanes) {
            std::int64_t slot = first;
            std::int64_t rest = member;
            for (int d = 0; d < summed_rank; ++d) slot += coordinate(summed[d], rest) * summed[d].slot_stride;
            sum.add(all[slot]);
        }
        return sum;
    }

    /// Whether prelu's y determines the gradients of this element: its slope is positive and finite.
    SOFTKNEE_FUNCTION bool usable(std::int64_t element) const {
        if (values == nullptr) return true;
        const double value = value_of(element);
        return value > 0 && value < __builtin_inf();
    }

    /// gradient = accumulate * gradient + sum
    template <class Sum>
    SOFTKNEE_FUNCTION void store(const Sum& sum, std::int64_t element, double accumulate) const {
        if (gradient == nullptr) return;
        std::int64_t at = 0;
        std::int64_t rest = element;
        for (int d = 0; d < kept_rank; ++d) at += coordinate(kept[d], rest) * kept[d].gradient_stride;
        double leading = sum.leading();
        double low = sum.rest();
        if (values != nullptr) {
            const double value = value_of(element);
            const double ratio = usable(element) ? leading / value : __builtin_nan("");
            const bool exact = math::operations::absolute(ratio) < __builtin_inf();
            const double remainder = math::operations::add(math::operations::fma(-ratio, value, leading), low);
            leading = ratio;
            low = exact ? remainder / value : 0.0;
        }
        if (accumulate != 0) {
            Sum total = {};
            const double old = load_scalar<double>(gradient, gradient_type, at);
            const double product = math::operations::multiply(accumulate, old);
            total.add(product);
            total.add(leading);
            const double error = math::operations::fma(accumulate, old, -product);
            leading = total.leading();
            low = math::operations::add(low, math::operations::add(total.rest(), error));
        }
        const bool finite = math::operations::absolute(leading) < __builtin_inf();
        store_scalar(gradient, gradient_type, at, finite ? math::operations::add(leading, low) : leading);
    }

private:
    void sum_over(std::int64_t size, std::int64_t slot_stride) {
        if (size == 1) return;
        members *= size;
        finish_dimension* inner = summed_rank == 0 ? nullptr : &summed[summed_rank - 1];
        if (inner != nullptr && slot_stride == inner->slot_stride * inner->size.size) {
            inner->size = fixed_size(inner->size.size * size);
        } else {
            summed[summed_rank++] = {fixed_size(size), slot_stride, 0, 0};
        }
    }

    /// The coordinate in a dimension; `rest` becomes the number in the dimensions outside of it.
    static SOFTKNEE_FUNCTION std::int64_t coordinate(const finish_dimension& dimension, std::int64_t& rest) {
        const std::int64_t outer = quotient(rest, dimension.size);
        const std::int64_t inner = rest - outer * dimension.size.size;
        rest = outer;
        return inner;
    }

    SOFTKNEE_FUNCTION double value_of(std::int64_t element) const {
        std::int64_t at = 0;
        for (int d = 0; d < kept_rank; ++d) at += coordinate(kept[d], element) * kept[d].value_stride;
        return load_scalar<double>(values, type, at);
    }
};

}  // namespace softknee::kernels
