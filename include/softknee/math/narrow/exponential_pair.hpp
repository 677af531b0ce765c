// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/elu.hpp>

namespace softknee::math::narrow {

/// e^a - 1 and 2^shift e^a, both within 2^-17 of themselves in float16 and 2^-13 in bfloat16: factors of what follows.
template <class Real>
struct exponential_pair {
    Real less_one;
    Real scaled;
};

/// @param a  between -87 and 88, or `Shift` powers of two lower
template <int Shift = 0, class Real>
SOFTKNEE_FUNCTION exponential_pair<Real> make_exponential_pair(Real a) {
    const elu_coefficients<typename Real::storage_type> c;
    const reduced_argument<Real> reduced = reduce(a, Real(0x1.8p23 + Shift));
    const Real power = reduced.scale(Real(1));
    Real z;
    if constexpr (is_bfloat16<Real>) {
        z = reduced.r * evaluate_polynomial(reduced.r, c.expm1);
    } else {
        z = expm1_reduced(reduced.r, c);
    }
    Real whole = power;
    if constexpr (Shift != 0) whole = power * Real(1 / static_cast<double>(std::uint64_t(1) << Shift));
    return {fma(whole, z, whole - Real(1)), fma(power, z, power)};
}

}  // namespace softknee::math::narrow
