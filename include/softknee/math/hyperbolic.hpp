// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>
#include <softknee/math/quotient.hpp>

namespace softknee::math {

/// tanh(a) for a >= 0 by the addition theorem at the nearest multiple of ln(2) / 2, where e^-2a is s = 2^-k:
///
///     tanh(a) = (1 - s + (1 + s) tanh r) / (1 + s + (1 - s) tanh r),   r = a - k ln(2) / 2,   |r| <= 0.174.
///
/// With tanh r = r / (1 + g) numerator and denominator are polynomials in r with coefficients 1 - s and 1 + s, which
/// are exact. Tried: expm1(-2a) by a polynomial, which costs four instructions more and has to carry its low part; a
/// polynomial for small a and 1 - 2 / (1 + e^2a) above, which saves two and errs by more than 1 ULP in between.
///
/// Coefficients from scripts/coefficients/hyperbolic.sollya.
template <class Real>
struct hyperbolic_reduction {
    Real shifted;  ///< its lowest bits hold -k plus those of the constant that rounds
    Real k;        ///< -k
    Real r;        ///< exact: the constant for ln(2) / 2 has so few bits, or the difference so many trailing zeros
    Real g;        ///< r coth r - 1, within 2^-28.7 (float) or 2^-60 (double)
    Real square;   ///< r^2
};

/// ln(2) / 2 is `half_ln2` + `half_ln2_rest`.
template <class Real>
inline constexpr double half_ln2 = is_double<Real> ? 0x1.62e42fefa39efp-2 : 0x1.62e43p-2;
template <class Real>
inline constexpr double half_ln2_rest = is_double<Real> ? 0x1.abc9e3b39803fp-57 : -0x1.05c61p-30;

/// a in units of ln(2) / 2, negative and rounded, in the low bits. `rounding` is 1.5 * 2^mantissa_bits, or that plus an
/// integer, which is then added.
template <class Real>
SOFTKNEE_FUNCTION Real shift_hyperbolic(Real a, Real rounding) {
    return fma(a, Real(-0x1.71547652b82fep+1), rounding);
}

template <class Real>
SOFTKNEE_FUNCTION hyperbolic_reduction<Real> reduce_hyperbolic(Real a, Real shifted, Real rounding) {
    const Real k = shifted - rounding;
    const Real r = fma(k, Real(half_ln2<Real>), a);
    const Real square = r * r;
    const Real g = square * polynomial(square, {0x1.55551ep-2f, -0x1.6aa348p-6f},
                                       {0x1.5555555555555p-2, -0x1.6c16c16c163d7p-6, 0x1.1566abbdc8523p-9,
                                        -0x1.bbd76fa05c12p-13, 0x1.669ed5c1661e4p-16, -0x1.1d6bb6429805ep-19});
    return {shifted, k, r, g, square};
}

/// tanh(a) as leading + remainder * reciprocal, for 0 <= a <= tanh_limit, where it rounds to 1. The value is within
/// 0.71 ULP, most of that next to 1.
///
/// `leading` has its last four bits cut off: products with 1 - s and 1 + s are then exact, the remainder of the
/// division is exact but for the last bits of its terms with r and g, and no low part of numerator or denominator has
/// to be carried. What `half_ln2` lacks does not matter, because its effect k (1 - tanh^2) 2^-30 falls with k.
template <class Real>
struct tanh_quotient {
    Real leading;
    Real remainder;
    Real reciprocal;
    Real slope;  ///< of the remainder in a: for a low part of a

    SOFTKNEE_FUNCTION Real value() const { return fma(remainder, reciprocal, leading); }
};

/// There, `leading` happens to be 1 and the remainder 0: without that, a - tanh(a) would be rounded twice for large a.
template <class Real>
inline constexpr double tanh_limit = is_double<Real> ? 20.8095703125 : 11.03125;

template <class Real>
SOFTKNEE_FUNCTION tanh_quotient<Real> divide_tanh(const hyperbolic_reduction<Real>& reduced) {
    using bits = typename format<Real>::bits;
    const Real r = reduced.r;
    const Real g = reduced.g;
    const Real s = power_from_exponent(reduced.shifted);
    const Real plus = Real(1) + s;
    // Where 1 + s is not exact, the quotient of the two still is (1 - s) / (1 + s), near enough.
    const Real minus = fma(s, Real(-2), plus);
    const Real reciprocal = reciprocal_estimate(fma(minus, r, fma(plus, g, plus)));
    const Real estimate = fma(plus, r, fma(minus, g, minus)) * reciprocal;
    const Real leading = from_bits<Real>(as_bits(estimate) & ~bits(0xf));
    const Real factor_of_1 = fma(-plus, leading, minus);
    const Real factor_of_r = fma(-minus, leading, plus);
    const Real remainder = fma(g, factor_of_1, fma(r, factor_of_r, factor_of_1));
    if constexpr (is_double<Real>) {
        const Real rest = reduced.k * Real(half_ln2_rest<Real>);
        return {leading, fma(rest, factor_of_r, remainder), reciprocal, factor_of_r};
    } else {
        return {leading, remainder, reciprocal, factor_of_r};
    }
}

template <class Real>
SOFTKNEE_FUNCTION tanh_quotient<Real> divide_tanh(Real a) {
    const Real rounding(round_to_exponent<Real>);
    return divide_tanh(reduce_hyperbolic(a, shift_hyperbolic(a, rounding), rounding));
}

/// The same with 1 - s kept distinct from 1 + s up to the limit, within 0.54 ULP: for where an error counts twice.
template <class Real>
SOFTKNEE_FUNCTION tanh_quotient<Real> divide_tanh_closely(Real a) {
    const Real rounding(round_to_exponent<Real>);
    const Real shifted = at_least(shift_hyperbolic(a, rounding), rounding - Real(format<Real>::mantissa_bits + 2));
    return divide_tanh(reduce_hyperbolic(a, shifted, rounding));
}

/// 1 / cosh^2(a) is 2^n value, with n in the low bits of `shifted`.
template <class Real>
struct scaled_sech_squared {
    two<Real> value;
    Real shifted;
};

/// For a >= 0 and |n| <= 256: n is the integer in `rounding` less k, and the caller puts a 2 there for the factor 4.
///
/// 1 - tanh^2 = 4 s (r / sinh r)^2 / d^2, with d the denominator of tanh(a), in which s below 2^-100 is as good as 0.
/// hi + lo is within 2^-25.3 (float) or 2^-54.4 (double) of the value, relatively. Tried: d normalised to two numbers,
/// at the same cost, where the rounding of its small part counts twice: 1.05 ULP.
template <class Real>
SOFTKNEE_FUNCTION scaled_sech_squared<Real> sech_squared(two<Real> a, Real rounding) {
    const hyperbolic_reduction<Real> reduced = reduce_hyperbolic(a.hi, shift_hyperbolic(a.hi, rounding), rounding);
    const Real r = reduced.r;
    const Real rest = fma(reduced.k, Real(half_ln2_rest<Real>), a.lo);
    const Real above = at_least(reduced.shifted, rounding - Real(100));
    const Real s = from_bits<Real>((as_bits(above) << format<Real>::mantissa_bits) +
                                   (format<Real>::one - (as_bits(rounding) << format<Real>::mantissa_bits)));
    const Real plus = Real(1) + s;
    const Real minus = Real(1) - s;
    // The denominator as high + low, not normalised: low is up to 0.01 of it, and `error` makes up for its rounding.
    const Real high = fma(minus, r, plus);
    const Real rounded_off = fma(minus, r, (Real(1) - high) + s);  // with what 1 + s lost as well
    const Real low = fma(plus, reduced.g, rounded_off);
    const Real sum = high + low;
    const Real rough = reciprocal_estimate(sum);
    const Real q = fma(fma(-sum, rough, Real(1)), rough, rough);
    // The last term: d log cosh(a) is tanh(a), and that is 1 - s where `rest` counts.
    const Real error = fma(-minus, rest, fma(-low, q, fma(-high, q, Real(1))));
    const Real slope =
        reduced.square * polynomial(reduced.square, {-0x1.555554p-2f, 0x1.110e46p-4f, -0x1.571b6cp-7f},
                                    {-0x1.5555555555555p-2, 0x1.1111111110dc6p-4, -0x1.5ac056aeb81cfp-7,
                                     0x1.845c85de86dbap-10, -0x1.937793f581911p-13, 0x1.8a7948983a541p-16});
    const two<Real> square = two_product(q, q);
    const Real excess = fma(error, fma(slope, Real(2), Real(2)), slope);
    return {{square.hi, fma(square.hi, excess, square.lo)}, reduced.shifted};
}

}  // namespace softknee::math
