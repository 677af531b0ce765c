// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/rounding_to_odd.hpp>

/// Piecewise linear activations and softsign for 16-bit results. Exact by rounding to odd, so nothing is tuned: they
/// hold for every parameter.
namespace softknee::math::narrow {

/// x > 0 ? x : a x.
///
/// On the device the last bit of the truncated product is set by the parameter alone: if the significand of a, without
/// its trailing zeros, has more than 13 bits (float16) or 16 bits (bfloat16), its product with an 11- or 8-bit x is
/// never a midpoint; else the product is exact. The bound turns what the bit makes of an infinity back into one, and
/// gives +0 for a = 0.
template <class Real>
SOFTKNEE_FUNCTION Real leaky_relu(Real x, Real a) {
#if SOFTKNEE_ON_DEVICE
    constexpr std::uint32_t beyond = is_float16<Real> ? 0x7ffU : 0xffU;
    const std::uint32_t sticky = (as_bits(a) & beyond) != 0 ? 1 : 0;
    // -infinity, +infinity or +0 as a > 0, a < 0 or a = 0; selected instead, it was selected for every element.
    const Real large(0x1p127);
    const std::uint32_t bound = as_bits(a * -large * large * large + Real(0));
    const std::uint32_t odd = operations::as_bits(multiply_towards_zero(x.value, a.value)) | sticky;
    const Real product = from_bits<Real>(odd < bound ? odd : bound);
#else
    const Real magnitude = positive_product_to_odd(abs(x), abs(a));
    const Real product = select(a == Real(0), Real(0), copysign(magnitude, x * a));
#endif
    return select(x <= Real(0), product, x);
}

/// min(max(a x + b, 0), 1). The smallest float stands for 0 as a bound, so that -0 becomes +0.
template <class Real>
SOFTKNEE_FUNCTION Real hard_sigmoid(Real x, Real a, Real b) {
    // With a = 0 any slope will do between two bounds that are both the limited b.
    const auto constant = a == Real(0);
    const Real lowest(0x1p-149);
    const Real limited = at_most(at_least(b, lowest), Real(1));
    const Real line = positive_fma_to_odd(x, select(constant, Real(1), a), b);
    return at_most(at_least(line, select(constant, limited, lowest)), select(constant, limited, Real(1)));
}

/// a where 0 < a x + b < 1, else 0; a for NaN. Rounding to odd, or towards zero, keeps both comparisons exact.
template <class Real>
SOFTKNEE_FUNCTION Real hard_sigmoid_derivative(Real x, Real a, Real b) {
    Real line;
    if constexpr (rounds_in_directions<typename Real::register_type>) {
        line = Real::of(fma_towards_zero(x.value, a.value, b.value));
    } else {
        line = fma_to_odd_by_error(x, a, b);
    }
    return select((line <= Real(0)) | (line >= Real(1)), Real(0), a);
}

/// x min(max(x / 6 + 1/2, 0), 1): limited to -3 from below, the product is -0 by itself.
/// The exact result lies just above x/2 where that is a tie of the storage type: see normal_gate.
template <class Real>
SOFTKNEE_FUNCTION Real hard_swish(Real x) {
    const Real limited = at_least(x, Real(-3));
    const Real weight = at_most((limited + Real(3)) * Real(1.0 / 6), Real(1));
    return copysign(fma_nudged(limited, weight, Real(is_float16<Real> ? 0x1p-38 : 0x1p-140)), x);
}

/// x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 1/2
template <class Real>
SOFTKNEE_FUNCTION Real hard_swish_derivative(Real x) {
    const Real six_times = fma(x, Real(2), Real(3));
    const Real inside = six_times * Real(1.0 / 6);
    return select(x <= Real(-3), Real(0), select(x >= Real(3), Real(1), inside));
}

/// x / (1 + |x|): beyond the bound it rounds to 1.
template <class Real>
SOFTKNEE_FUNCTION Real softsign(Real x) {
    const Real a = at_most(abs(x), Real(0x1p30));
    const Real d = a + Real(1);
    const Real q = short_reciprocal(d);
    const Real y = a * q;
    if constexpr (is_bfloat16<Real>) return copysign(y, x);
    return copysign(fma(fma(-y, d, a), q, y), x);
}

/// 1 / (1 + |x|)^2: at the bound it leaves the range of float.
template <class Real>
SOFTKNEE_FUNCTION Real softsign_derivative(Real x) {
    const Real q = sufficient_reciprocal(at_most(abs(x), Real(0x1p76)) + Real(1));
    return q * q;
}

/// (1 - |y|)^2
template <class Real>
SOFTKNEE_FUNCTION Real softsign_derivative_from_output(Real y) {
    const Real distance = at_least(Real(1) - abs(y), Real(0));
    return positive_product_to_odd(distance, distance);
}

}  // namespace softknee::math::narrow
