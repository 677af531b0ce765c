// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/polynomial.hpp>
#include <softknee/math/two.hpp>

namespace softknee::math {

/// (e^r - 1 - r) / r^2 for |r| <= 0.3466. 1 + r + r^2 times it is e^r within 2^-26.4 (float) or 2^-57 (double).
/// From scripts/coefficients/exponential.sollya.
template <class Real>
SOFTKNEE_FUNCTION Real exponential_remainder(Real x) {
    return polynomial(x, {0x1p-1f, 0x1.5554dap-3f, 0x1.5554d2p-5f, 0x1.120f44p-7f, 0x1.6d690ap-10f},
                      {0x1p-1, 0x1.5555555555557p-3, 0x1.5555555555558p-5, 0x1.111111110ffcap-7, 0x1.6c16c16c14e2ap-10,
                       0x1.a01a01ac860f8p-13, 0x1.a01a01ae934f3p-16, 0x1.71de002fcb08bp-19, 0x1.27e4c8dba48abp-22,
                       0x1.af522304eb855p-26, 0x1.1f91ef714129ep-29});
}

/// The same with a term more in float, within 2^-28.3 of e^r: for forms in which e^r - 1 is not added to a larger
/// number. From scripts/coefficients/hyperbolic.sollya.
template <class Real>
SOFTKNEE_FUNCTION Real long_exponential_remainder(Real x) {
    if constexpr (is_double<Real>) {
        return exponential_remainder(x);
    } else {
        return evaluate_polynomial(
            x, {0x1p-1f, 0x1.555556p-3f, 0x1.5555p-5f, 0x1.110fc2p-7f, 0x1.6d3074p-10f, 0x1.a2d982p-13f});
    }
}

/// 1.5 * 2^mantissa_bits: adding it rounds to an integer, which then stands in the low bits.
template <class Real>
inline constexpr double round_to_integer = is_double<Real> ? 0x1.8p52 : 0x1.8p23;

/// The same, in float plus the bias of exponents: what then stands in the low bits becomes a power of two by a shift,
/// without an addition. That the constant is odd moves no tie: log2(e), whose constants have 24 significant bits, times
/// a number is half an integer of this size for none. In double the constant would be no immediate operand on the
/// device.
template <class Real>
inline constexpr double round_to_exponent = round_to_integer<Real> +
                                            (is_double<Real> ? 0 : format<Real>::exponent_bias);

/// 2^k, where `rounded` is `round_to_exponent` + k, for -126 <= k <= 127 (float) or -1022 <= k <= 1023 (double).
template <class Real>
SOFTKNEE_FUNCTION Real power_from_exponent(Real rounded) {
    constexpr int mantissa_bits = format<Real>::mantissa_bits;
    if constexpr (is_double<Real>) {
        return from_bits<Real>((as_bits(rounded) << mantissa_bits) + format<Real>::one);
    } else {
        return from_bits<Real>(as_bits(rounded) << mantissa_bits);
    }
}

/// 2^k for an integral k in the same range.
template <class Real>
SOFTKNEE_FUNCTION Real power_of_two(Real k) {
    return power_from_exponent(k + Real(round_to_exponent<Real>));
}

/// v * 2^k for an integral k, |k| <= 378 (float) or 3066 (double), rounded once unless v is itself close to underflow.
/// Three factors, because a single power of two of that size is not a normal number.
template <class Real>
SOFTKNEE_FUNCTION Real scale(Real v, Real k) {
    const Real magic(round_to_integer<Real>);
    const Real third = fma(k, Real(1.0 / 3), magic) - magic;
    const Real factor = power_of_two(third);
    return v * factor * factor * power_of_two(k - third - third);
}

/// e^a = 2^exponent * (1 + reduced.hi + reduced.lo), with |reduced.hi| <= 0.35 exact and reduced.lo the rest.
template <class Real>
struct reduced_exponential {
    Real exponent;
    two<Real> reduced;

    /// e^a / 2^exponent, between 0.70 and 1.42, within 2^-25.8 (float) or 2^-55.3 (double).
    SOFTKNEE_FUNCTION two<Real> mantissa() const {
        const two<Real> leading = fast_two_sum(Real(1), reduced.hi);
        return fast_two_sum(leading.hi, leading.lo + reduced.lo);
    }
};

/// Reduces e^a for |a| <= 250 (float) or 2000 (double).
/// a - k ln 2 is exact in its first step: the leading part of ln 2 has as many trailing zeros as k has bits.
template <class Real>
SOFTKNEE_FUNCTION reduced_exponential<Real> reduce_exponential(two<Real> a) {
    constexpr double ln2_hi = is_double<Real> ? 0x1.62e42fefa38p-1 : 0x1.62e4p-1;
    constexpr double ln2_lo = is_double<Real> ? 0x1.ef35793c7673p-45 : 0x1.7f7d1cf79abcap-20;
    const Real magic(round_to_integer<Real>);
    const Real k = fma(a.hi, Real(0x1.71547652b82fep+0), magic) - magic;
    const Real r_hi = fma(k, Real(-ln2_hi), a.hi);
    const Real r_lo = fma(k, Real(-ln2_lo), a.lo);
    const Real r = r_hi + r_lo;
    return {k, {r_hi, fma(r * r, exponential_remainder(r), r_lo)}};
}

}  // namespace softknee::math
