// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/exponential.hpp>

namespace softknee::math {

/// A parameter as mantissa * 2^exponent, 1 <= |mantissa| < 2: what is multiplied with it can neither over- nor
/// underflow before the power of two. 0 becomes 2^-227 (float) or 2^-2023 (double), which no result survives.
template <class Real>
struct split_parameter {
    Real mantissa;
    Real exponent;
};

template <class Real>
SOFTKNEE_FUNCTION split_parameter<Real> split(Real parameter) {
    using bits = typename format<Real>::bits;
    constexpr int mantissa_bits = format<Real>::mantissa_bits;
    constexpr double up_exponent = is_double<Real> ? 1000 : 100;
    const auto tiny = abs(parameter) < Real(is_double<Real> ? 0x1p-900 : 0x1p-90);
    const Real scaled = parameter * select(tiny, Real(is_double<Real> ? 0x1p1000 : 0x1p100), Real(1));
    const Real magic(round_to_integer<Real>);
    const Real biased = from_bits<Real>((as_bits(abs(scaled)) >> mantissa_bits) + as_bits(magic)) - magic;
    constexpr bits kept = format<Real>::sign_bit | ((bits(1) << mantissa_bits) - 1);
    const Real bias = select(tiny, Real(format<Real>::exponent_bias + up_exponent), Real(format<Real>::exponent_bias));
    return {from_bits<Real>((as_bits(scaled) & kept) | format<Real>::one), biased - bias};
}

/// v * 2^n, n being the integer in the low bits of `shifted` (see round_to_integer), |n| <= 252 (float) or 2044
/// (double), and |v| at least 2^-100, or 0. In two factors, because 2^n need not be a normal number; with AVX-512 one
/// instruction has the same result. It is rounded once: where the first factor makes v subnormal, what the second
/// leaves of it is 0.
template <class Real>
SOFTKNEE_FUNCTION Real times_power_of_two(Real v, Real shifted) {
    if constexpr (requires { times_two_to(v.value, v.value); }) {
        const Real n = shifted - Real(round_to_integer<Real>);
        return Real::of(times_two_to(v.value, n.value));
    } else {
        constexpr int mantissa_bits = format<Real>::mantissa_bits;
        const auto n = as_bits(shifted);
        const auto half = n >> 1;
        const Real first = from_bits<Real>((half << mantissa_bits) + format<Real>::one);
        const Real second = from_bits<Real>(((n - half) << mantissa_bits) + format<Real>::one);
        return v * first * second;
    }
}

/// e^a = 2^k (1 + reduced.hi + reduced.lo) with |reduced.hi| <= 0.35 exact; `shifted` holds k plus the integer in
/// `rounding`.
template <class Real>
struct shifted_exponential {
    Real shifted;
    two<Real> reduced;
};

/// For |a| up to 250 (float) or 2000 (double). One constant for ln 2 leaves r exact: it has as few bits, or the
/// difference as many trailing zeros, as that takes.
template <class Real>
SOFTKNEE_FUNCTION shifted_exponential<Real> reduce_shifted_exponential(two<Real> a, Real rounding) {
    constexpr double ln2 = is_double<Real> ? 0x1.62e42fefa39efp-1 : 0x1.62e43p-1;
    constexpr double ln2_rest = is_double<Real> ? 0x1.abc9e3b39803fp-56 : -0x1.05c61p-29;
    const Real shifted = fma(a.hi, Real(0x1.71547652b82fep+0), rounding);
    const Real k = shifted - rounding;
    const Real r = fma(k, Real(-ln2), a.hi);
    const Real rest = fma(k, Real(-ln2_rest), a.lo);
    const Real sum = r + rest;
    return {shifted, {r, fma(sum * sum, long_exponential_remainder(sum), rest)}};
}

/// factor * 2^exponent * e^a, for 1 <= |factor| < 2 and an integral exponent such that the result is between 2^-250 and
/// 2^250 (float; double: 2^-2000 and 2^2000); within 0.8 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real scaled_exponential(two<Real> factor, Real exponent, two<Real> a) {
    const shifted_exponential<Real> e = reduce_shifted_exponential(a, Real(round_to_integer<Real>) + exponent);
    const Real leading = fma(factor.hi, e.reduced.hi, factor.hi);
    const Real rounded_off = fma(factor.hi, e.reduced.hi, factor.hi - leading);
    const Real rest = fma(factor.hi, e.reduced.lo, rounded_off);
    return times_power_of_two(leading + fma(leading, factor.lo, rest), e.shifted);
}

/// unit * expm1(a) in two numbers, where `rounding` holds the exponent of unit; or, where unit is 0, 2^n e^a with n the
/// integer in `rounding`. The leading sum s - 1 + s r is exact in two numbers, and r alone for k = 0. Within 2^-24.9
/// (float) or 2^-53.9 (double).
template <class Real>
SOFTKNEE_FUNCTION two<Real> scaled_expm1(two<Real> a, Real rounding, Real unit) {
    const shifted_exponential<Real> e = reduce_shifted_exponential(a, rounding);
    const Real s = from_bits<Real>((as_bits(e.shifted) << format<Real>::mantissa_bits) + format<Real>::one);
    const Real difference = s - unit;
    const Real hi = fma(s, e.reduced.hi, difference);
    return {hi, fma(s, e.reduced.lo, fma(s, e.reduced.hi, difference - hi))};
}

/// Below this, expm1 rounds to -1.
template <class Real>
inline constexpr double expm1_limit = is_double<Real> ? -38 : -17.5;

}  // namespace softknee::math
