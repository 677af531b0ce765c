// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/sigmoid.hpp>

namespace softknee::math {

/// An x for a gate x sigmoid(t(x)), with what lies above the point from which on the gate is x.
template <class Real>
struct gate_input {
    Real limited;
    Real excess;
};

/// @param saturation  2^n less one unit, and the gate rounds to x from there on. So limited + excess is x again
///                    however their difference was rounded: a rounding of excess is less than half a unit of x.
template <class Real>
SOFTKNEE_FUNCTION gate_input<Real> limit_gate_input(Real x, Real lowest, Real saturation) {
    const Real a = at_least(x, lowest);
    const Real limited = at_most(a, saturation);
    return {limited, a - limited};
}

/// 2^exponent less one unit.
template <class Real>
SOFTKNEE_FUNCTION constexpr Real just_below(double power_of_two) {
    return Real(power_of_two * (1 - format<Real>::epsilon / 2));
}

/// x * sigmoid(t), where t = t(x.limited) grows with x and is positive for positive x.
///
/// The product stands at a scale where a subnormal x is normal. For the smallest subnormal, half of which is a tie, a
/// nudge far below it puts the result on the side of the exact one; that takes the sign of a zero, which is restored.
/// Error 0.92 ULP in float32.
template <class Real>
SOFTKNEE_FUNCTION Real sigmoid_gate(Real x, gate_input<Real> input, two<Real> t) {
    constexpr double up = is_double<Real> ? 0x1p300 : 0x1p60;
    const Real nudge(is_double<Real> ? 0x1p-814 : 0x1p-105);
    const Real scaled = divide_by_sum(fma(input.limited, Real(up), nudge), Real(sigmoid_one<Real>),
                                      exponential_of_minus(t, Real(round_to_exponent<Real> - sigmoid_shift<Real>)));
    return copysign(fma(scaled, Real(sigmoid_one<Real> / up), input.excess), x);
}

}  // namespace softknee::math
