// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/math/division.hpp>
#include <softknee/math/exponential.hpp>
#include <softknee/math/narrow/storage_type.hpp>

/// Powers of two from parameters, which may be any positive float: subnormal, or next to the largest.
namespace softknee::math::narrow {

/// floor(log2 v)
template <class Real>
SOFTKNEE_FUNCTION Real exponent_of(Real v) {
    const auto is_small = v < Real(0x1p-60);
    const Real scaled = v * select(is_small, Real(0x1p60), Real(1));
    const Real field = from_bits<Real>((as_bits(scaled) >> 23) | as_bits(Real(0x1p23)));
    return field - select(is_small, Real(0x1p23 + 127 + 60), Real(0x1p23 + 127));
}

/// The largest integer that is not above half an integer.
template <class Real>
SOFTKNEE_FUNCTION Real half_rounded_down(Real integer) {
    const Real magic(round_to_integer<Real>);
    return (fma(integer, Real(0.5), Real(-0.25)) + magic) - magic;
}

/// The exponent of a power of two whose square is v / 4 or more, and at most v.
template <class Real>
SOFTKNEE_FUNCTION Real exponent_of_root(Real v) {
    return half_rounded_down(exponent_of(v));
}

/// bound / v within 0.4 %, but at most the largest float: for an argument that v multiplies. A quarter of v has a
/// reciprocal that is a normal number.
template <class Real>
SOFTKNEE_FUNCTION Real bound_of_factor(Real bound, Real v) {
    const Real quarter = v * Real(0.25);
    const Real guess = from_bits<Real>(std::uint32_t(0x7ef3340cU) - as_bits(quarter));
    return at_most(bound * Real(0.25) * (guess * fma(-quarter, guess, Real(2))), Real(0x1.fffffep+127));
}

/// v between two bounds.
template <class Real>
SOFTKNEE_FUNCTION Real limited(Real v, double lowest, double highest) {
    return at_most(at_least(v, Real(lowest)), Real(highest));
}

/// 1 / v, with a magnitude of v between 2^-95 and 2^95, where neither is subnormal.
template <class Real>
SOFTKNEE_FUNCTION Real bounded_reciprocal(Real v) {
    return math::reciprocal(copysign(limited(abs(v), 0x1p-95, 0x1p95), v));
}

}  // namespace softknee::math::narrow
