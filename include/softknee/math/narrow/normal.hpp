// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <softknee/math/narrow/storage_type.hpp>
#include <type_traits>

#include <softknee/dtype.hpp>
#include <softknee/math/division.hpp>
#include <softknee/math/narrow/nudge.hpp>
#include <softknee/math/narrow/reciprocal.hpp>
#include <softknee/math/polynomial.hpp>

/// x Phi(x) for 16-bit results, Phi being the distribution function of the standard normal.
///
/// It has a tail that falls like e^(-a^2/2), a = |x|, and the tail is a high power of one polynomial: its root of
/// order 2^k falls by a factor of 20 to 200 over the whole range, so that a polynomial of degree 10 or 11 reaches it
/// without a division and without an exponential. Each squaring doubles the relative error, and 16 bits leave room for
/// that: bfloat16 takes the 32nd power of a float, float16 the 4th.
namespace softknee::math::narrow {

/// The polynomial is in a - centre, because in powers of a it would cancel. Its coefficients come from a linear program
/// that keeps every rounding interval of the 16-bit results, and then from a search over their last places.
template <class Storage>
struct normal_gate_coefficients;

template <>
struct normal_gate_coefficients<float16> {
    static constexpr float limit = 6.2f;  ///< beyond, x Phi(x) is -0 or x
    static constexpr float centre = 2.875f;
    static constexpr int squarings = 2;
    static constexpr float tie = 0x1p-38f;
    float root[12] = {0x1.b22f86p-3f,   -0x1.57c8d8p-3f, 0x1.5783eep-5f,   0x1.9d5f78p-10f,
                      -0x1.49403ap-9f,  0x1.0a4902p-12f, 0x1.3165bep-14f,  -0x1.18955ep-16f,
                      -0x1.4621b6p-21f, 0x1.21e85cp-21f, -0x1.40f878p-26f, -0x1.6ffa3ep-27f};
};

template <>
struct normal_gate_coefficients<bfloat16> {
    static constexpr float limit = 13.75f;
    static constexpr float centre = 7.0f;
    static constexpr int squarings = 5;
    static constexpr float tie = 0x1p-136f;
    float root[11] = {0x1.b32982p-2f,   -0x1.844096p-4f,  0x1.09753ep-8f,  0x1.592394p-11f,
                      -0x1.0fbbeep-14f, -0x1.994ep-20f,   0x1.a828eep-22f, -0x1.8203b8p-28f,
                      -0x1.9c35fep-31f, -0x1.72687ap-37f, 0x1.09de6ep-41f};
};

/// The square root of the tail: the callers multiply by it twice, so that neither factor underflows.
template <class Real, class Coefficients>
SOFTKNEE_FUNCTION Real root_of_normal_tail(Real a, const Coefficients& c) {
    Real b = evaluate_polynomial(a - Real(c.centre), c.root);
    SOFTKNEE_UNROLL
    for (int i = 1; i < c.squarings; ++i) b = b * b;
    return b;
}

/// x Phi(x) = max(x, 0) - |x| Phi(-|x|)
///
/// Where x/2 is a tie of the storage type, the exact result lies just above it: `tie`, far below half of the smallest
/// result, moves it there. It would make a negative zero positive, hence the copysign.
template <class Real>
SOFTKNEE_FUNCTION Real normal_gate(Real x, const normal_gate_coefficients<typename Real::storage_type>& c = {}) {
    const Real a = at_most(abs(x), Real(c.limit));
    const Real b = root_of_normal_tail(a, c);
    // The sign of a zero bound does not matter here.
    return copysign(fma(fma_nudged(a, -b, Real(c.tie)), b, at_least(x, Real(0))), x);
}

}  // namespace softknee::math::narrow
