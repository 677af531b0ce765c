// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <softknee/math/narrow/storage_type.hpp>
#include <softknee/math/polynomial.hpp>

namespace softknee::math::narrow {

inline constexpr double log2_e = 0x1.715476p0;
inline constexpr double ln_2 = 0x1.62e43p-1;

/// 2^shift e^a, from a polynomial for e^r. One constant for ln 2 is enough: its error, times the exponent, stays below
/// 2.8e-7 at the end of bfloat16's tail. The exponent is added to the bits, so the result must be a normal number.
template <class Real, std::size_t Terms>
SOFTKNEE_FUNCTION Real exponential(Real a, const float (&coefficients)[Terms], int shift) {
    const Real magic(0x1.8p23 + shift);
    const Real t = fma(a, Real(log2_e), magic);
    const Real r = fma(t - magic, Real(-ln_2), a);
    return from_bits<Real>(as_bits(evaluate_polynomial(r, coefficients)) + (as_bits(t) << 23));
}

}  // namespace softknee::math::narrow
