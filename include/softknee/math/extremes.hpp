// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/real.hpp>

/// maximum and minimum of IEEE 754-2019, which take -0 for less than +0, with a bound that is not NaN.
namespace softknee::math {

// A comparison takes the zeros for equal, so where registers are compared, a bound that is 0 may need its neighbour. It
// is found in the pattern, which a compiler folds for a constant; the other bounds are uniform, so this is done once
// for all elements.

/// The largest x for which maximum(x, bound) may as well be the bound.
template <class Real>
SOFTKNEE_FUNCTION Real largest_below(Real bound) {
    using operations::select;
    using bits = decltype(as_bits(bound));
    constexpr auto negative_zero = format<Real>::sign_bit;
    const bits pattern = as_bits(bound);
    return from_bits<Real>(select(pattern == bits(negative_zero), bits(negative_zero + 1), pattern));
}

/// The smallest x for which minimum(x, bound) may as well be the bound.
template <class Real>
SOFTKNEE_FUNCTION Real smallest_above(Real bound) {
    using operations::select;
    using bits = decltype(as_bits(bound));
    const bits pattern = as_bits(bound);
    return from_bits<Real>(select(pattern == bits(0), bits(1), pattern));
}

/// max(a, bound); a NaN in `a` passes through.
template <class Real>
SOFTKNEE_FUNCTION Real maximum(Real a, std::type_identity_t<Real> bound) {
    if constexpr (operations::orders_zeros<typename Real::register_type>) {
        return at_least(a, bound);
    } else {
        return select(a <= largest_below(bound), bound, a);
    }
}

/// min(a, bound); a NaN in `a` passes through.
template <class Real>
SOFTKNEE_FUNCTION Real minimum(Real a, std::type_identity_t<Real> bound) {
    if constexpr (operations::orders_zeros<typename Real::register_type>) {
        return at_most(a, bound);
    } else {
        return select(a >= smallest_above(bound), bound, a);
    }
}

}  // namespace softknee::math
