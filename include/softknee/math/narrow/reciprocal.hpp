// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/math/narrow/storage_type.hpp>

/// 1 / d without the special function unit, whose results differ between architectures. Two elements never share one:
/// it would save an instruction or two, and a result would depend on its neighbour.
namespace softknee::math::narrow {

/// The difference of bit patterns, within 12 %.
template <class Real>
SOFTKNEE_FUNCTION Real seed(Real d) {
    return from_bits<Real>(std::uint32_t(0x7ef311c7U) - as_bits(d));
}

template <class Real>
SOFTKNEE_FUNCTION Real newton_step(Real d, Real q) {
    return fma(fma(-d, q, Real(1)), q, q);
}

template <class Real>
SOFTKNEE_FUNCTION Real cubic_step(Real d, Real q) {
    const Real e = fma(-d, q, Real(1));
    return fma(fma(e, e, e), q, q);
}

template <class Real>
SOFTKNEE_FUNCTION Real quartic_step(Real d, Real q) {
    const Real e = fma(-d, q, Real(1));
    const Real once = fma(q, e, q);
    return fma(once, e * e, once);
}

/// Within 2^-12.
template <class Real>
SOFTKNEE_FUNCTION Real rough_reciprocal(Real d) {
    return quartic_step(d, seed(d));
}

/// Within 2^-18.
template <class Real>
SOFTKNEE_FUNCTION Real short_reciprocal(Real d) {
    return newton_step(d, cubic_step(d, seed(d)));
}

/// Within a unit in the last place.
template <class Real>
SOFTKNEE_FUNCTION Real full_reciprocal(Real d) {
    return cubic_step(d, cubic_step(d, seed(d)));
}

/// The same in an instruction less: a constant a little above 2 leaves an error of 0.2 % of either sign.
template <class Real>
SOFTKNEE_FUNCTION Real balanced_reciprocal(Real d) {
    const Real guess = from_bits<Real>(std::uint32_t(0x7ef3340cU) - as_bits(d));
    return cubic_step(d, guess * fma(-d, guess, Real(2.0018)));
}

/// As good as the storage type needs.
template <class Real>
SOFTKNEE_FUNCTION Real sufficient_reciprocal(Real d) {
    if constexpr (is_bfloat16<Real>) {
        return short_reciprocal(d);
    } else {
        return full_reciprocal(d);
    }
}

}  // namespace softknee::math::narrow
