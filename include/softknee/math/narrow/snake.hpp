// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/narrow/parameter.hpp>
#include <softknee/math/polynomial.hpp>
#include <softknee/math/two.hpp>

/// snake for 16-bit results, in float32 with the coefficients of scripts/coefficients/narrow/sine.py.
namespace softknee::math::narrow {

/// The phase a x from which snake is x: an element's share of sin^2 is less than 2^-21 of it, and the counts of half
/// turns would lose their quarter.
inline constexpr double longest_phase = 0x1p21;

/// a x less whole half turns, within pi / 2 of 0, or of -pi / 4 for `quarter`: less the pi / 4 that is then added. NaN
/// where x or a is infinite, and not where only their product is; `far` for a phase beyond the longest.
template <bool Quarter, class Real>
SOFTKNEE_FUNCTION Real half_turn(Real x, Real a, double far) {
    const two<Real> phase = two_product(x, a);
    const Real magic(0x1.8p23);
    Real turns = fma(phase.hi, Real(0x1.45f306p-2), Real(Quarter ? 0.25 : 0)) + magic - magic;
    if constexpr (Quarter) turns = turns - Real(0.25);
    const Real low = fma(turns, Real(0x1.777a5cp-24), phase.lo);
    const Real angle = fma(turns, Real(-0x1.921fb6p+1), phase.hi) + low;
    return select(abs(phase.hi) < Real(longest_phase), angle, fma(x * Real(0), a, Real(far)));
}

template <class Real>
SOFTKNEE_FUNCTION Real short_sine(Real r) {
    const float coefficients[] = {-0x1.55554cp-3f, 0x1.110ed2p-7f, -0x1.9f6f84p-13f, 0x1.5db6b8p-19f};
    const Real z = r * r;
    return fma(r * z, evaluate_polynomial(z, coefficients), r);
}

template <class Real>
SOFTKNEE_FUNCTION Real short_cosine(Real r) {
    const float coefficients[] = {-0.5f, 0x1.555548p-5f, -0x1.6c137cp-10f, 0x1.9f6f06p-16f, -0x1.17faa2p-22f};
    const Real z = r * r;
    return fma(z, evaluate_polynomial(z, coefficients), Real(1));
}

template <class Real>
struct snake {
    Real a;
    Real inverse;  ///< 1 / a

    SOFTKNEE_FUNCTION explicit snake(Real frequency) : a(frequency), inverse(bounded_reciprocal(frequency)) {}

    /// x + sin^2(a x) / a. Below the bound of the reciprocal, sin^2(a x) / a is nothing beside x.
    SOFTKNEE_FUNCTION Real forward(Real x) const {
        const Real s = short_sine(half_turn<false>(x, a, 0));
        return fma(s * inverse, s, x);
    }

    /// 2 sin^2(a x + pi / 4)
    SOFTKNEE_FUNCTION Real derivative(Real x) const {
        const Real s = short_sine(half_turn<true>(x, a, 0x1.921fb6p-1));
        return (s + s) * s;
    }

    /// With q = sin(a x) / a: 2 q (x cos(a x) - q / 2), whose two parts may cancel.
    SOFTKNEE_FUNCTION Real derivative_by_a(Real x) const {
        const Real r = half_turn<false>(x, a, 0);
        const Real q = short_sine(r) * inverse;
        return (q + q) * fma(x, short_cosine(r), q * Real(-0.5));
    }
};

}  // namespace softknee::math::narrow
