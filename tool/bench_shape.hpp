// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <softknee/tensor_view.hpp>

namespace softknee::tool {

/// A shape of which one dimension is left to the number of elements: "Nx64x7x7".
class bench_shape {
public:
    /// @throws usage_error unless the text has at least two dimensions, positive numbers and one N, with an x between
    explicit bench_shape(const std::string& text);

    const std::string& text() const { return text_; }
    /// With the largest N that makes no more than `count` elements, or 1.
    tensor_shape of(std::int64_t count) const;

private:
    std::string text_;
    std::vector<std::int64_t> sizes_;  ///< 0 stands for N
};

}  // namespace softknee::tool
