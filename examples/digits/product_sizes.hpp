// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <utility>

#include "backend.hpp"

namespace digits {

/// c [m, n] = op(a) [m, k] op(b) [k, n]
struct product_sizes {
    int m;
    int n;
    int k;
};

/// @throws std::invalid_argument if the shapes do not fit together.
inline product_sizes sizes_of_product(const matrix& a, transpose of_a, const matrix& b, transpose of_b,
                                      const matrix& c) {
    const auto [m, k] = of_a == transpose::yes ? std::pair(a.cols(), a.rows()) : std::pair(a.rows(), a.cols());
    const auto [k_of_b, n] = of_b == transpose::yes ? std::pair(b.cols(), b.rows()) : std::pair(b.rows(), b.cols());
    if (k != k_of_b || m != c.rows() || n != c.cols()) throw std::invalid_argument("product of matrices: wrong shapes");
    return {static_cast<int>(m), static_cast<int>(n), static_cast<int>(k)};
}

}  // namespace digits
