// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include <softknee/dtype.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/narrow/storage_type.hpp>
#include <softknee/math/polynomial.hpp>

/// Forms in float32 whose results, rounded once to a 16-bit type, are the correctly rounded exact ones. Their
/// coefficients come from a search over all inputs, so a coefficient may not be improved on its own.
namespace softknee::math::narrow {

/// a = k ln 2 + r with |r| <= 0.35; `power` is k in the place of an exponent.
template <class Real>
struct reduced_argument {
    Real r;
    decltype(as_bits(Real())) power;

    /// v * 2^k: an addition to the exponent, which must stay that of a normal number.
    SOFTKNEE_FUNCTION Real scale(Real v) const { return from_bits<Real>(as_bits(v) + power); }
};

/// `magic` is 0x1.8p23 + shift, for e^a 2^shift. One constant for ln 2 is enough: its error times k stays below 2.8e-7
/// at the end of bfloat16's tail.
template <class Real>
SOFTKNEE_FUNCTION reduced_argument<Real> reduce(Real a, std::type_identity_t<Real> magic = Real(0x1.8p23)) {
    const Real shifted = fma(a, Real(0x1.715476p0), magic);
    return {fma(shifted - magic, Real(-0x1.62e43p-1), a), as_bits(shifted) << 23};
}

/// The same for a = x (head + tail), where x * head is exact: x of a 16-bit type, head of at most 12 bits (float16) or
/// 16 bits (bfloat16).
template <class Real>
SOFTKNEE_FUNCTION reduced_argument<Real> reduce(Real x, two<Real> factor, Real magic) {
    const reduced_argument<Real> leading = reduce(x * factor.hi, magic);
    return {fma(x, factor.lo, leading.r), leading.power};
}

/// The leading bits of v, short enough for an exact product with a 16-bit number.
template <class Real>
SOFTKNEE_FUNCTION Real head(Real v) {
    return from_bits<Real>(as_bits(v) & decltype(as_bits(v))(is_bfloat16<Real> ? 0xffffff00U : 0xfffff000U));
}

/// 2^shift e^a, where the argument was reduced with that shift.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real exponential(reduced_argument<Real> a, const Coefficients& c) {
    // An addition to the exponent would make a number of the NaN that devices give, 0x7fffffff.
    return evaluate_polynomial(a.r, c.exponential) * a.scale(Real(1));
}

/// value + low, both parts of a positive number, rounded to odd: to the float32 beside it whose last bit is 1. A result
/// beside a tie of the 16-bit type then stays on its side. `low` is not 0, and no larger than a rounding error.
template <class Real>
SOFTKNEE_FUNCTION Real round_to_odd(Real value, Real low) {
    using bits = decltype(as_bits(value));
    return from_bits<Real>((as_bits(value) - (as_bits(low) >> 31)) | bits(1U));
}

/// a b + c, which must be positive, rounded to odd, with the sign of `sign`. An exact sum counts as too large.
/// c is 0, or between half the sum and twice the sum.
template <class Real>
SOFTKNEE_FUNCTION Real sum_to_odd(Real a, Real b, Real c, Real sign) {
    using bits = decltype(as_bits(a));
    const Real sum = fma(a, b, c);
    const Real excess = fma(-a, b, sum - c);
    const bits below = as_bits(sum) - bits(1U) + (as_bits(excess) >> 31);
    return from_bits<Real>(below | ((as_bits(sign) & bits(format<Real>::sign_bit)) | bits(1U)));
}

/// expm1(r)
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real expm1_reduced(Real r, const Coefficients& c) {
    return fma(r * r, evaluate_polynomial(r, c.expm1), r);
}

/// n / d with little more than one rounding, without the special function unit, whose results differ between
/// architectures. The difference of bit patterns is 1 / d within 5.1 %, one step of q (e^2 + 3/4), e = 3/2 - d q,
/// brings that to 2^-13, and the remainder the rest.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real quotient(Real n, Real d, const Coefficients& c) {
    const Real q = from_bits<Real>(as_bits(Real(c.seed)) - as_bits(d));
    const Real e = fma(-d, q, Real(c.one));
    const Real r = q * fma(e, e, Real(c.square));
    const Real y = n * r;
    return fma(fma(-d, y, n), r, y);
}

/// n / d within 2^-17, two operations less: 1 / (1 - e) is nearly (1 + e) (1 + e^2), e = 1 - d q. Not enough for
/// float16 (50 misrounded tanh after a search), nor where ties of a scaled x matter.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real short_quotient(Real n, Real d, const Coefficients& c) {
    const Real q = from_bits<Real>(as_bits(Real(c.seed)) - as_bits(d));
    const Real e = fma(-d, q, Real(c.one));
    const Real y = n * q;
    return fma(y, e, y) * fma(e, e, Real(c.square));
}

/// The one that the storage type needs.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real sufficient_quotient(Real n, Real d, const Coefficients& c) {
    if constexpr (is_bfloat16<Real>) {
        return short_quotient(n, d, c);
    } else {
        return quotient(n, d, c);
    }
}

/// 1 / d within 2^-25 or better: a cubic step (2^-13), then a Newton step.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real reciprocal_from_seed(Real d, const Coefficients& c) {
    const Real q = from_bits<Real>(as_bits(Real(c.seed)) - as_bits(d));
    const Real e = fma(-d, q, Real(c.one));
    const Real r = q * fma(e, e, Real(c.square));
    return fma(fma(-d, r, Real(1)), r, r);
}

/// A slope, moved by a unit or two, and the direction of the move: +1 away from 0, -1 towards it.
///
/// Near 0 a scaled function is slope * x, which can be a tie of the 16-bit type, or so close to one that float32 cannot
/// tell. A tie belongs to the side of 0. A near tie needs |slope| = p / q + d with a small odd q, and belongs to the
/// side of d, the same one for all x: 125 |slope| less its leading 15 bits finds it for decimals of up to three digits.
/// Any other slope may move either way, because the error stays below 2^-22.
template <class Real>
struct tie_free {
    Real value;
    Real direction;
};
template <class Real>
SOFTKNEE_FUNCTION tie_free<Real> move_off_ties(two<Real> slope) {
    const Real multiple = slope.hi * Real(125);
    const Real spread = multiple * Real(513);
    const Real leading = spread - (spread - multiple);
    const Real rest = fma(slope.lo, Real(125), fma(slope.hi, Real(125), -leading));
    const Real direction = select(rest * slope.hi > Real(0), Real(1), Real(-1));
    const auto close = abs(rest) < abs(multiple) * Real(0x1p-24);
    return {fma(slope.hi, select(close, direction * Real(0x1p-24), Real(0)), slope.hi), direction};
}

}  // namespace softknee::math::narrow
