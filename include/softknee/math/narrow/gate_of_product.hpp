// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/exponential.hpp>
#include <softknee/math/narrow/logistic_of_product.hpp>

/// x sigmoid(beta x) and its derivatives for a beta that belongs to the element:
/// beta x is rounded, which moves a result by less than 0.02 units, and ties are not looked after.
namespace softknee::math::narrow {

/// |x|, and the largest finite number for infinity: a factor of what vanishes there.
template <class Real>
SOFTKNEE_FUNCTION Real finite_magnitude(Real x) {
    return at_most(abs(x), Real(is_bfloat16<Real> ? 0x1.fep+127 : 65504));
}

/// The derivative by beta, x^2 e / (1 + e)^2, is 0 from |beta x| = 79 on, in bfloat16 110.
template <class Real>
struct gate_of_product_slopes {
    Real by_x;
    Real by_beta;
};

/// e = e^-|beta x|
template <class Real>
struct gate_of_product {
    using storage_type = typename Real::storage_type;
    Real rate;  ///< |beta|
    Real sign;  ///< of beta

    SOFTKNEE_FUNCTION explicit gate_of_product(Real beta) : rate(abs(beta)), sign(copysign(Real(1), beta)) {}

    /// |x| e / (1 + e) or |x| less that, with the sign of x. bfloat16: e = g^2, as in `swish`, so that the tail ends
    /// where |beta x| = 180 and e is 2^-260.
    SOFTKNEE_FUNCTION Real forward(Real x, const swish_coefficients<storage_type>& c = {}) const {
        const Real magnitude = finite_magnitude(x);
        const Real t = magnitude * rate;
        const Real limit(is_bfloat16<Real> ? 180 : 46);
        const Real unit(is_bfloat16<Real> ? -0.5 * log2_e : -log2_e);
        const Real a = at_most(t, limit);
        const Real rounded = fma(a, unit, Real(0x1.8p23));
        const Real r = fma(a, unit, Real(0x1.8p23) - rounded);
        Real falling;
        if constexpr (is_bfloat16<Real>) {
            const Real even = fma(r, r, Real(c.even));
            const Real one = fma(r, -Real(c.odd), even);
            const Real power = from_bits<Real>(as_bits(fma(r, Real(c.odd), even)) + (as_bits(rounded) << 23));
            const Real g = select(t > limit, 0.0, power);
            falling = ((magnitude * reciprocal(fma(g, g, one * one), c)) * g) * g;
        } else {
            const exponential_ratio<Real> e = make_exponential_ratio(r, rounded, c);
            falling = (magnitude * e.scaled) * reciprocal(one_plus(e, c), c);
        }
        return copysign(select(is_below(x), falling, abs(x) - falling), x);
    }

    SOFTKNEE_FUNCTION gate_of_product_slopes<Real> slopes(
        Real x, const swish_derivative_coefficients<storage_type>& c = {}) const {
        const Real magnitude = finite_magnitude(x);
        const Real d = fma(magnitude, rate, Real(-swish_root_hi)) - Real(swish_root_lo);
        const Real limit(is_bfloat16<Real> ? 108.7 : 78);
        const swish_slopes<Real> slopes = swish_slopes_around_root(at_most(d, limit), c);
        const Real sigmoid = select(d > limit, 0.0, slopes.scaled_sigmoid);
        const Real factor = is_bfloat16<Real> ? magnitude * Real(0x1p-16) : magnitude;
        return {select(is_below(x), slopes.below, Real(1) - slopes.below), (factor * sigmoid) * factor};
    }

private:
    /// Whether beta x < 0, also where the product vanishes or overflows.
    SOFTKNEE_FUNCTION auto is_below(Real x) const { return x * sign < Real(0); }
};

}  // namespace softknee::math::narrow
