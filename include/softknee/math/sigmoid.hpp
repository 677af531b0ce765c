// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>
#include <softknee/math/quotient.hpp>

namespace softknee::math {

/// 1 / d within 2^-14.5 (float) or 2^-42.8 (double), for a d whose reciprocal is normal: a quotient that is
/// corrected once by its remainder needs no more. One cubic step behind a seed that subtracts bit patterns, with
/// Chebyshev's cubic in place of Newton's (12.9 bits); at a power of two it is not below. From
/// scripts/coefficients/sigmoid_reciprocal.py.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_reciprocal(Real d) {
    using bits = typename format<Real>::bits;
    constexpr bits magic = is_double<Real> ? static_cast<bits>(0x7fde800000000000ULL) : static_cast<bits>(0x7ef40000U);
    return refine_reciprocal(d, from_bits<Real>(magic - as_bits(d)), 0x1.804aaep+0, 0x1.7f6ab2p-1);
}

/// (e^r - 1 - r) / r^2 for |r| <= 0.3466: 1 + r + r^2 times it is e^r within 2^-27.4 in float, where
/// `exponential_remainder`, whose leading 1 / 2 is exact, has 2^-26.4. From scripts/coefficients/sigmoid_float.py.
template <class Real>
SOFTKNEE_FUNCTION Real free_exponential_remainder(Real r) {
    if constexpr (is_double<Real>) {
        return exponential_remainder(r);
    } else {
        return evaluate_polynomial(r,
                                   {0x1.fffffep-2f, 0x1.555498p-3f, 0x1.55577ap-5f, 0x1.123688p-7f, 0x1.6b0fa2p-10f});
    }
}

/// e^-t = 2^shift * power (1 + rest.hi + rest.lo), with |rest.hi| <= 0.35 exact and a power of two that is normal;
/// within 2^-25.8 (float) or 2^-55.3 (double).
template <class Real>
struct falling_exponential {
    Real power;
    two<Real> rest;
};

/// @param magic  `round_to_exponent` less the shift; -t / ln 2 - shift must be an exponent of the type.
template <class Real>
SOFTKNEE_FUNCTION falling_exponential<Real> exponential_of_minus(two<Real> t, Real magic) {
    constexpr double ln2_hi = is_double<Real> ? 0x1.62e42fefa38p-1 : 0x1.62e4p-1;
    constexpr double ln2_lo = is_double<Real> ? 0x1.ef35793c7673p-45 : 0x1.7f7d1cf79abcap-20;
    const Real rounded = fma(t.hi, Real(-0x1.71547652b82fep+0), magic);
    const Real k = rounded - magic;
    const Real hi = fma(k, Real(-ln2_hi), -t.hi);
    const Real lo = fma(k, Real(-ln2_lo), -t.lo);
    const Real r = hi + lo;
    return {power_from_exponent(rounded), {hi, fma(r * r, free_exponential_remainder(r), lo)}};
}

/// n / (one + power (1 + rest)) for a power of two `one`; rounded once, subnormal or not, within 0.79 ULP in float.
///
/// The denominator is rounded once for the remainder and carries what that lost: n - d y is exact then, and d_lo y is
/// small. Rejected: power + one, exact but for `sum_lo`, and power * rest.hi as separate terms, an instruction less:
/// n - sum y is up to 0.35 n, and its rounding made 1.03 ULP; 1 + rest rounded to one number, 1.12 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real divide_by_sum(Real n, Real one, falling_exponential<Real> e) {
    const Real larger = at_least(e.power, one);
    const Real smaller = at_most(e.power, one);
    const Real sum = larger + smaller;
    const Real sum_lo = smaller - (sum - larger);
    const Real d = fma(e.power, e.rest.hi + e.rest.lo, sum);
    const Real d_lo = fma(e.power, e.rest.lo, fma(e.power, e.rest.hi, sum - d)) + sum_lo;
    const Real q = sigmoid_reciprocal(d);
    const Real y = n * q;
    const Real remainder = fma(-d_lo, y, fma(-d, y, n));
    return fma(remainder, q, y);
}

/// e^-t is carried as 2^sigmoid_shift times a number, so that neither it nor its reciprocal leaves the normal range
/// for any t at which a result is not 0 or 1.
template <class Real>
inline constexpr int sigmoid_shift = is_double<Real> ? 150 : 40;
template <class Real>
inline constexpr double sigmoid_one = is_double<Real> ? 0x1p-150 : 0x1p-40;

/// Below -sigmoid_limit, sigmoid(t) and t sigmoid(t) round to zero; above half of it (float: 32), sigmoid(t) to 1.
template <class Real>
inline constexpr double sigmoid_limit = is_double<Real> ? 760 : 110;

template <class Real>
SOFTKNEE_FUNCTION Real limit_for_sigmoid(Real t) {
    return at_most(at_least(t, Real(-sigmoid_limit<Real>)), Real(is_double<Real> ? 64 : 32));
}

/// 1 / (1 + e^-t) for a t that `limit_for_sigmoid` leaves as it is.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_of_limited(two<Real> t) {
    const Real one(sigmoid_one<Real>);
    return divide_by_sum(one, one, exponential_of_minus(t, Real(round_to_exponent<Real> - sigmoid_shift<Real>)));
}

/// 1 / (1 + e^-t); t.lo may be NaN where t.hi has overflowed.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid(two<Real> t) {
    const Real lo = select(abs(t.hi) < Real(sigmoid_limit<Real>), t.lo, Real(0));
    return sigmoid_of_limited(two<Real>{limit_for_sigmoid(t.hi), lo});
}

template <class Real>
SOFTKNEE_FUNCTION Real sigmoid(Real t) {
    return sigmoid_of_limited(two<Real>{limit_for_sigmoid(t), Real(0)});
}

/// The derivative of the logistic function, e / (1 + e)^2 with e = e^-|t|, within 0.9 ULP.
///
/// Every factor carries its low part: e in `lo`, and 2 / (1 + e) = q (1 + twice_error / 2).
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_slope(Real t) {
    const two<Real> a{at_most(abs(t), Real(sigmoid_limit<Real>)), Real(0)};
    // The shift keeps the power normal in the tail.
    const Real magic(round_to_exponent<Real> + sigmoid_shift<Real>);
    const falling_exponential<Real> exponential = exponential_of_minus(a, magic);
    const two<Real> rest = exponential.rest;
    const Real hi = Real(1) + (rest.hi + rest.lo);
    const Real lo = (rest.hi - (hi - Real(1))) + rest.lo;
    const Real power = exponential.power * Real(sigmoid_one<Real>);
    const Real e = power * hi;
    const Real q = sigmoid_reciprocal(fma(e, Real(0.5), Real(0.5)));
    const Real twice_error = fma(-(power * lo), q, fma(-e, q, Real(2) - q));
    const Real square = q * q;
    const Real square_lo = fma(square, twice_error, fma(q, q, -square));
    const Real m = fma(hi, square, fma(hi, square_lo, lo * square));
    return (m * Real(sigmoid_one<Real> / 4)) * exponential.power;
}

}  // namespace softknee::math
