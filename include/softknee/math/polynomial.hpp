// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <softknee/math/real.hpp>

namespace softknee::math {

template <std::size_t Terms, class Real, class Coefficient>
SOFTKNEE_FUNCTION Real evaluate_polynomial(Real x, const Coefficient (&coefficients)[Terms]) {
    Real sum(coefficients[Terms - 1]);
    SOFTKNEE_UNROLL
    for (int i = int(Terms) - 2; i >= 0; --i) sum = fma(sum, x, Real(coefficients[i]));
    return sum;
}

/// A polynomial by Horner's rule with fma, lowest degree first, with one list of coefficients per precision.
/// The lists are arguments and not objects of their own, because device code may not refer to a host object.
template <class Real, std::size_t FloatTerms, std::size_t DoubleTerms>
SOFTKNEE_FUNCTION Real polynomial(Real x, const float (&single_precision)[FloatTerms],
                                  const double (&double_precision)[DoubleTerms]) {
    if constexpr (is_double<Real>) {
        return evaluate_polynomial(x, double_precision);
    } else {
        return evaluate_polynomial(x, single_precision);
    }
}

}  // namespace softknee::math
