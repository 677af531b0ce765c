// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/normal_rational.hpp>
#include <softknee/math/normal_tail.hpp>

namespace softknee::math {

/// x Phi(x) = max(x, 0) - |x| Phi(-|x|), within 0.95 (float) or 1.9 ULP (double).
///
/// A tiny tail has been rounded to a multiple of the smallest subnormal number before it is subtracted: x/2 is a tie
/// for odd subnormal numbers, and a single rounding would make 2^-149 Phi(2^-149) zero. The maximum with -0 keeps both
/// signs of zero. Beyond the bounds of `a` the tail rounds to zero.
template <class Real>
SOFTKNEE_FUNCTION Real normal_gate(Real x) {
    const Real linear = at_least(x, Real(-0.0));
    if constexpr (is_double<Real>) {
        const Real a = at_most(abs(x), Real(38.9));
        const normal_tail_argument<Real> v = make_normal_tail_argument(a);
        const two<Real> ratio = product_of_twos(normal_tail(v.t), v.reciprocal_sum);
        const Real tail = gaussian_times(product_of_twos(ratio, two<Real>{a, Real(0)}), a);
        // The low parts of the products underflow for tiny a.
        return linear - select(a < Real(0x1p-60), a * Real(0.5), tail);
    } else {
        return fma(scaled_normal_gate_tail(at_most(abs(x), Real(14.45))), Real(-0x1p-32), linear);
    }
}

/// Phi(x) + x phi(x) = 1 - tail or tail, with tail = Phi(-|x|) - |x| phi(x), within 0.92 (float) or 1.2 ULP (double).
/// Beyond the bounds of `a` the tail rounds to zero.
template <class Real>
SOFTKNEE_FUNCTION Real normal_gate_derivative(Real x) {
    const auto above = x > Real(0);
    if constexpr (is_double<Real>) {
        const Real a = at_most(abs(x), Real(38.9));
        const two<Real> gap = two_sum(Real(0x1.80ead197f00b4p-1), -a);
        const two<Real> factor = {gap.hi, gap.lo + Real(-0x1.13e74c58cada8p-56)};
        const Real tail = gaussian_times(product_of_twos(factor, gelu_slope_tail(make_normal_tail_argument(a).t)), a);
        return select(above, Real(1) - tail, tail);
    } else {
        const Real tail = scaled_normal_slope_tail(at_most(abs(x), Real(14.65)));
        return fma(select(above, -tail, tail), Real(0x1p-32), select(above, Real(1), Real(0)));
    }
}

}  // namespace softknee::math
