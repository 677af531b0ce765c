// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/division.hpp>
#include <softknee/math/logarithm.hpp>
#include <softknee/math/split_exponential.hpp>

namespace softknee::math {

/// What softplus needs of beta alone.
template <class Real>
struct softplus_double_scale {
    Real beta;
    Real up;          ///< a power of two that keeps subnormal results out of the arithmetic
    Real down;        ///< 1 / up
    Real base;        ///< 2 up / beta, rounded
    Real base_error;  ///< what it lacks, relative to it
    Real limit;       ///< softplus(-limit) rounds to 0
    Real large;       ///< softplus(large) rounds to large
};

/// For beta below 2^-900 2^60 / beta would overflow, so `up` is 1; where softplus is then below the smallest normal
/// number, the result stays near that number. Below 2^-1027 softplus is infinite.
template <class Real>
SOFTKNEE_FUNCTION softplus_double_scale<Real> make_softplus_double_scale(Real beta) {
    constexpr double scale = 0x1p60;
    constexpr double largest = 0x1.fffffffffffffp1023;
    const Real b = at_least(beta, Real(0x1p-1027));
    const auto tiny = b < Real(0x1p-900);
    const auto subnormal = b < Real(0x1p-1020);
    const Real up = select(tiny, select(subnormal, Real(0x1p-8), Real(1)), Real(scale));
    const Real down = select(tiny, select(subnormal, Real(0x1p8), Real(1)), Real(1 / scale));
    const two<Real> base = divide_by_parameter(up + up, b);
    const Real half_down = Real(0.5) * down;
    const Real inverse = base.hi * half_down;
    // base 2^k must be normal: -k is at most the biased exponent of base, less 1.
    const Real magic(round_to_integer<Real>);
    const Real exponent = from_bits<Real>((as_bits(base.hi) >> format<Real>::mantissa_bits) + as_bits(magic)) - magic;
    return {b,
            up,
            down,
            base.hi,
            base.lo * (b * half_down),
            at_most((exponent - Real(1)) * Real(0.69314) * inverse, Real(largest)),
            at_most(Real(50) * inverse, Real(largest))};
}

/// weight log1p(e) / 2 as the sum of two numbers, where weight e = n + n_lo and e is in [0, 1]:
/// log1p(e) = 2 s (1 + s^2 R(s^2)) with s = e / (2 + e).
///
/// The quotient carries the remainders of n and of 2 + e.
template <class Real>
SOFTKNEE_FUNCTION two<Real> weighted_log1p(Real e, Real n, Real n_lo) {
    const Real d = e + Real(2);
    const Real d_lo = e - (d - Real(2));
    const Real q = reciprocal(d);
    const Real ratio = n * q;
    const Real remainder = fma(-d_lo, ratio, fma(-d, ratio, n) + n_lo);
    const Real s = e * q;
    const Real z = s * s;
    return {ratio, fma(ratio, z * inverse_hyperbolic_tangent_remainder(z), q * remainder)};
}

/// max(x, 0) + tail / up, for a tail as the sum of two numbers. The larger term is added last, so that only that
/// addition rounds visibly; beyond `large` the sum is x, below it the sum is never below x.
template <class Real>
SOFTKNEE_FUNCTION Real add_ramp(Real x, two<Real> tail, Real large, Real up, Real down) {
    const Real ramp = at_least(at_most(x, large), Real(0)) * up;
    const Real y = at_least(tail.hi, ramp) + (at_most(tail.hi, ramp) + tail.lo);
    return at_least(y * down, x);
}

/// log1p(e^(beta x)) / beta = max(x, 0) + log1p(e^-|beta x|) / beta. At most 0.81 ULP. It is right for
/// float as well, within 0.99 ULP, but there softplus_float does with 17 instructions less.
template <class Real>
SOFTKNEE_FUNCTION Real softplus_double(Real x, const softplus_double_scale<Real>& c) {
    const Real a = at_most(abs(x), c.limit);
    const Real t = -a * c.beta;
    const split_exponential<Real> s = split_exponential_of(two<Real>{t, fma(-a, c.beta, -t)}, Real(0));
    const Real v = s.scaled(c.base);
    const Real u = s.r1 + s.w2;
    const Real n = fma(v, u, v);
    const Real n_lo = fma(c.base_error, n, fma(v, s.w2, fma(v, s.r1, v - n)));
    const Real power = power_of_two(at_least(s.exponent, Real(-1022)));
    return add_ramp(x, weighted_log1p(fma(power, u, power), n, n_lo), c.large, c.up, c.down);
}

/// softplus with beta = 1, where the factors are powers of two.
template <class Real>
SOFTKNEE_FUNCTION Real softplus_double(Real x) {
    constexpr double up = 0x1p60;
    const Real a = at_most(abs(x), Real(749));
    const split_exponential<Real> s = split_exponential_of(two<Real>{-a, Real(0)}, Real(0));
    const Real v = s.scaled(Real(2 * up));
    const Real u = s.r1 + s.w2;
    const Real n = fma(v, u, v);
    const Real n_lo = fma(v, s.w2, fma(v, s.r1, v - n));
    const Real large(50);
    return add_ramp(x, weighted_log1p(n * Real(0.5 / up), n, n_lo), large, Real(up), Real(1 / up));
}

}  // namespace softknee::math
