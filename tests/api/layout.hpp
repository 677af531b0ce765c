// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <softknee/tensor_view.hpp>

namespace softknee::test {

/// Where the elements of a tensor lie in a buffer that has room before and after them.
struct layout {
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;
    std::int64_t first = 0;   ///< the place of element 0
    std::int64_t extent = 0;  ///< elements of the buffer

    tensor_shape shape() const { return tensor_shape(sizes, strides); }

    std::int64_t count() const {
        return std::accumulate(sizes.begin(), sizes.end(), std::int64_t(1), std::multiplies<>());
    }

    /// The place of each element, in row-major order of the tensor.
    std::vector<std::int64_t> places() const {
        std::vector<std::int64_t> result;
        for (std::int64_t i = 0; i < count(); ++i) {
            std::int64_t rest = i;
            std::int64_t place = first;
            for (std::size_t d = sizes.size(); d-- > 0; rest /= sizes[d]) place += rest % sizes[d] * strides[d];
            result.push_back(place);
        }
        return result;
    }

    std::string text() const {
        return "sizes " + to_string(sizes) + " strides " + to_string(strides) + " from " + std::to_string(first);
    }
};

/// The buffer around given strides: as large as needed, with `margin` elements at either end.
inline layout layout_with_strides(std::vector<std::int64_t> sizes, std::vector<std::int64_t> strides,
                                  std::int64_t margin = 3) {
    std::int64_t first = margin;
    std::int64_t reach = 0;
    for (std::size_t d = 0; d < sizes.size(); ++d) {
        const std::int64_t extent = std::max<std::int64_t>(sizes[d] - 1, 0) * std::abs(strides[d]);
        if (strides[d] < 0) first += extent;
        reach += extent;
    }
    return {std::move(sizes), std::move(strides), first, reach + 1 + 2 * margin};
}

inline layout contiguous_layout(std::vector<std::int64_t> sizes, std::int64_t margin = 3) {
    const tensor_shape shape(sizes);
    const std::vector<std::int64_t> strides(shape.strides().begin(), shape.strides().end());
    return layout_with_strides(std::move(sizes), strides, margin);
}

/// Rank 0 to 8 and about 500 elements at most, many of the sizes 1.
inline std::vector<std::int64_t> random_sizes(std::mt19937_64& generator) {
    std::vector<std::int64_t> sizes(generator() % (maximum_rank + 1));
    std::int64_t count = 1;
    for (std::int64_t& size : sizes) {
        size = 1 + static_cast<std::int64_t>(generator() % 5);
        if (generator() % 16 == 0) size = 1 + static_cast<std::int64_t>(generator() % 70);
        if (count * size > 500) size = 1;
        count *= size;
    }
    std::ranges::shuffle(sizes, generator);
    return sizes;
}

/// Dimensions in any order in memory, some of them reversed or with gaps; with `broadcast`, some with a stride of 0.
inline layout random_layout(const std::vector<std::int64_t>& sizes, bool broadcast, std::mt19937_64& generator) {
    std::vector<std::size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (generator() % 2 == 0) std::ranges::shuffle(order, generator);
    const bool gaps = generator() % 2 == 0;
    const bool reversals = generator() % 2 == 0;
    std::vector<std::int64_t> strides(sizes.size());
    std::int64_t step = gaps && generator() % 2 == 0 ? 1 + static_cast<std::int64_t>(generator() % 3) : 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        const std::size_t d = order[i];
        if (broadcast && generator() % 4 == 0) continue;
        strides[d] = reversals && generator() % 2 == 0 ? -step : step;
        step *= sizes[d];
        if (gaps && generator() % 2 == 0) step += static_cast<std::int64_t>(generator() % 4);
    }
    return layout_with_strides(sizes, strides);
}

}  // namespace softknee::test
