// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>

/// Quotients that are nearly correctly rounded: an estimate of the reciprocal, and one correction of the quotient by
/// its exact remainder.
namespace softknee::math {

/// 2^exponent / d within 5.2 %, for d > 0 where that is a normal number: a subtraction of bit patterns.
/// For a subnormal d it is normal and smaller; where it underflows, it is tiny, negative or NaN.
template <class Real>
SOFTKNEE_FUNCTION Real power_of_two_over(Real d, int exponent = 0) {
    using bits = typename format<Real>::bits;
    constexpr bits seed = is_double<Real> ? static_cast<bits>(0x7fde668180000000ULL) : static_cast<bits>(0x7ef3340cU);
    return from_bits<Real>((seed + (bits(exponent) << format<Real>::mantissa_bits)) - as_bits(d));
}

/// 1 / d from a first guess: q = guess ((a - d guess)^2 + b), which for the right a and b has as its error the cubic
/// Chebyshev polynomial on the interval of d guess; in double a cubic step more.
template <class Real>
SOFTKNEE_FUNCTION Real refine_reciprocal(Real d, Real guess, double a, double b) {
    const Real e = subtract_product(Real(a), d, guess);
    const Real q = guess * fma(e, e, Real(b));
    if constexpr (is_double<Real>) {
        const Real rest = fma(-d, q, Real(1));
        return fma(fma(rest, rest, rest), q, q);
    } else {
        return q;
    }
}

/// 1 / d for 2^-125 < |d| < 2^125 (float; double: 2^1021), with a relative error of 2^-14.8 (double: 2^-43).
///
/// A correction by the remainder squares the error: 2^-29 is left of it in float. Newton's steps from the same guess
/// would cost twice as much. The constants are printed by scripts/coefficients/reciprocal_estimate.py.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_estimate(Real d) {
    return refine_reciprocal(d, power_of_two_over(d), 0x1.803fp+0, 0x1.7f821p-1);
}

/// 1 / d within 2^-14.5 (double: 2^-43), for 2^-100 < d < 2^100, and 1 for 1 in float. From
/// scripts/coefficients/reciprocal_exact_at_one.py.
///
/// The seed errs by at most 6 %; the constants spread the error of a cubic step evenly. Exactness at 1 serves results
/// next to a power of two, and subnormal ones: their low bits have no room for an error of the correction.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_exact_at_one(Real d) {
    using bits = typename format<Real>::bits;
    constexpr bits magic = is_double<Real> ? static_cast<bits>(0x7fde7d38e0000000ULL) : static_cast<bits>(0x7ef3e9c7U);
    return refine_reciprocal(d, from_bits<Real>(magic - as_bits(d)), 0x1.804b5ep+0, 0x1.7f6956p-1);
}

/// a + b exactly, where a + b >= 0, whichever is larger. (Without the low part, taking the larger term first
/// from a remainder, a quotient was 2 instructions cheaper and up to 1.000002 ULP off.)
template <class Real>
SOFTKNEE_FUNCTION two<Real> sum_not_negative(Real a, std::type_identity_t<Real> b) {
    return fast_two_sum(at_least(a, b), at_most(a, b));
}

/// n - y d, where y is near n / d: as good as exact, because the first product cancels most of n.
template <class Real>
SOFTKNEE_FUNCTION Real remainder(Real n, std::type_identity_t<Real> y, two<Real> d) {
    return fma(-y, d.lo, fma(-y, d.hi, n));
}

/// a * b, rounded once but for 2^-45 (float) or 2^-100 (double) of it; the low parts must not matter below that.
template <class Real>
SOFTKNEE_FUNCTION Real product(two<Real> a, two<Real> b) {
    return fma(a.hi, b.hi, fma(a.hi, b.lo, a.lo * b.hi));
}

/// 1 / d to twice the precision, as `divide`, d in the range of `reciprocal`. Meant for parameters.
template <class Real>
SOFTKNEE_FUNCTION two<Real> reciprocal_in_two(Real d) {
    const Real r = reciprocal(d);
    return {r, fma(-d, r, Real(1)) * r};
}

/// A positive number as mantissa * root^2, with 1 <= mantissa < 4 and a power of two as root.
template <class Real>
struct square_scaling {
    Real mantissa;
    Real root;
};

/// For every finite p > 0. Meant for parameters.
template <class Real>
SOFTKNEE_FUNCTION square_scaling<Real> make_square_scaling(Real p) {
    using bits = typename format<Real>::bits;
    constexpr bits lowest_exponent_bit = bits(1) << format<Real>::mantissa_bits;
    constexpr bits upper_exponent_bits = format<Real>::sign_bit - 2 * lowest_exponent_bit;
    const auto small = p < Real(is_double<Real> ? 0x1p-900 : 0x1p-90);
    const Real normal = p * select(small, is_double<Real> ? 0x1p200 : 0x1p60, Real(1));
    // The biases are odd, so an even power of two has an odd biased exponent.
    const auto even_power = ((as_bits(normal) - lowest_exponent_bit) & upper_exponent_bits) + lowest_exponent_bit;
    const Real root = from_bits<Real>((even_power >> 1) + (format<Real>::one >> 1));
    const Real mantissa = normal * reciprocal_of_power_of_two(from_bits<Real>(even_power));
    return {mantissa, root * select(small, is_double<Real> ? 0x1p-100 : 0x1p-30, Real(1))};
}

}  // namespace softknee::math
