// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <softknee/catalogue.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include "sweep.hpp"

/// Gradients dx = dy f'(x) in 16 bits for any dy, against the exact product.
namespace softknee_accuracy {

/// Every pair of finite numbers of a 16-bit type, x (or the saved y) with dy, or a part of them in which each x meets
/// as many dy.
struct product_request {
    softknee::activation activation;
    softknee::pass direction;
    softknee::dtype type;
    int dy_per_input = 16;  ///< 65,536 for all pairs

    static constexpr int all = 65536;
};

struct product_row {
    std::uint64_t pairs = 0;
    double maximum_ulp = 0;  ///< of the pairs whose derivative is 0 or in the range of float32's normal numbers
    double maximum_subnormal_error = 0;  ///< where it is smaller: in |dy| 2^-149, beyond the bound of the type
    std::uint64_t nans = 0;
    std::uint64_t worst_input_bits = 0;  ///< one of the pairs of `maximum_ulp`
    std::uint64_t worst_dy_bits = 0;
};

/// @throws std::invalid_argument if the type is wider than 16 bits or the reference has no such backward pass
product_row sweep_products(const product_request& request, const sweep_progress& progress = {});

}  // namespace softknee_accuracy
