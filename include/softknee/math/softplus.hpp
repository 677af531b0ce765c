// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/softplus_double.hpp>
#include <softknee/math/softplus_float.hpp>
#include <softknee/math/split_exponential.hpp>

namespace softknee::math {

/// log1p(e^(beta x)) / beta
template <class Real>
struct softplus_of_product {
    std::conditional_t<is_double<Real>, softplus_double_scale<Real>, softplus_float_scale<Real>> scale;

    SOFTKNEE_FUNCTION explicit softplus_of_product(Real beta) {
        if constexpr (is_double<Real>) {
            scale = make_softplus_double_scale(beta);
        } else {
            scale = make_softplus_float_scale(beta);
        }
    }

    SOFTKNEE_FUNCTION Real operator()(Real x) const {
        if constexpr (is_double<Real>) {
            return softplus_double(x, scale);
        } else {
            return softplus_float(x, scale);
        }
    }
};

/// log1p(e^x)
template <class Real>
SOFTKNEE_FUNCTION Real softplus(Real x) {
    if constexpr (is_double<Real>) {
        return softplus_double(x);
    } else {
        return softplus_float(x);
    }
}

/// 1 - e^t for t.hi <= 0, |t.hi| <= 250 (float) or 2000 (double).
///
/// With e^t = s (1 + u): (1 - s) - s u, where 1 - s is exact while it matters and 0 next to t = 0. At most 0.88 ULP
/// (float); with the shorter exponential_remainder it is 1.26.
template <class Real>
SOFTKNEE_FUNCTION Real one_minus_exponential(two<Real> t) {
    const split_exponential<Real> e = split_exponential_of<true>(t, Real(0));
    const Real s = e.scaled(Real(1));
    return fma(-s, e.r1 + e.w2, Real(1) - s);
}

}  // namespace softknee::math
