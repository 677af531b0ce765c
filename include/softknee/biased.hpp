// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include <softknee/catalogue.hpp>

namespace softknee {

/// A pointwise activation behind the addition of a bias, in one pass over memory: y = function(x + bias).
///
/// The sum is rounded to the compute type and not to the dtype: a 16-bit result is closer to the exact one than that of
/// two calls.
struct biased {
    activation function;
};

/// A second tensor of the data's shape that is added in the same pass.
struct residual {
    enum class place {
        inside,   ///< y = function((x + bias) + residual); its gradient is dx
        outside,  ///< y = residual + function(x + bias); its gradient is dy
    };
    place where;
    const_tensor_view values;
};

inline residual added_inside(const_tensor_view values) {
    return {residual::place::inside, values};
}

inline residual added_outside(const_tensor_view values) {
    return {residual::place::outside, values};
}

}  // namespace softknee
