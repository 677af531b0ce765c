// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <softknee/math/real.hpp>
#include <softknee/math/two.hpp>

/// Square roots for 16-bit results. float16 results are exact by a residual and rounding to odd; bfloat16 needs no
/// more than a root that is good to a unit of float.
namespace softknee::math::narrow {

/// 1 / sqrt(v) for a normal v > 0, within 2^-20; finite for 0. The seed and the constants of the first step are those
/// of Moroz, Walczyk, Hrynchyshyn, Holimath and Cieslinski, Appl. Math. Comput. 316 (2018); the second is Newton's.
template <class Real>
SOFTKNEE_FUNCTION Real reciprocal_root(Real v) {
    constexpr double a = 1.68191391, b = 0.703952009;
    const Real scaled = v * Real(-b);
    Real r = from_bits<Real>(std::uint32_t(0x5f200000U) - (as_bits(v) >> 1));
    r = r * fma(scaled * r, r, Real(a));
    return r * fma(scaled * r * r, Real(0.5 / b), Real(1.5));
}

/// sqrt(v.hi + v.lo) as root + rest * half_reciprocal, where the product is small and `rest` is 0 if `root` is exact.
template <class Real>
struct root_and_rest {
    Real root;
    Real rest;
    Real half_reciprocal;
};

template <class Real>
SOFTKNEE_FUNCTION root_and_rest<Real> square_root_and_rest(two<Real> v) {
    const Real r = reciprocal_root(v.hi);
    const Real root = v.hi * r;
    return {root, fma(-root, root, v.hi) + v.lo, r * Real(0.5)};
}

/// a times a number in two parts.
template <class Real>
SOFTKNEE_FUNCTION two<Real> product(Real a, two<Real> b) {
    const Real leading = a * b.hi;
    return {leading, fma(a, b.lo, fma(a, b.hi, -leading))};
}

/// sqrt(v) within a unit in the last place or so, for a normal v > 0, and for 0.
template <class Real>
SOFTKNEE_FUNCTION Real plain_root(Real v) {
    const root_and_rest<Real> r = square_root_and_rest(two<Real>{v, Real(0)});
    return fma(r.rest, r.half_reciprocal, r.root);
}

/// The first step of reciprocal_root, for a normal v > 0: sqrt(v) and 1 / sqrt(v) are `root` and `reciprocal` times
/// 1 + correction. To three times its precision.
template <class Real>
struct rough_root {
    Real reciprocal;
    Real root;
    Real correction;

    SOFTKNEE_FUNCTION explicit rough_root(Real v) {
        const Real guess = from_bits<Real>(std::uint32_t(0x5f200000U) - (as_bits(v) >> 1));
        reciprocal = guess * fma(v * Real(-0.703952009) * guess, guess, Real(1.68191391));
        root = v * reciprocal;
        const Real error = fma(-root, reciprocal, Real(1));
        correction = error * fma(error, Real(0.375), Real(0.5));
    }
};

}  // namespace softknee::math::narrow
