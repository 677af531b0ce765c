// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/math/gate_slope_double.hpp>
#include <softknee/math/gate_slope_float.hpp>
#include <softknee/math/sigmoid_gate.hpp>

namespace softknee::math {

/// a (c + weight d a^2) to twice the precision, c = 2 sqrt(2 / pi) and d = 0.044715 c, for |a| <= 22: with weight 1 the
/// argument t of the sigmoid in gelu_tanh, with weight 3 a t'(a). e^-t multiplies the relative error of t by t.
///
/// The leading part of c is short, so that it and the sum leave an exact difference.
template <int Weight, class Real>
SOFTKNEE_FUNCTION two<Real> gelu_tanh_cubic(Real a, two<Real> square) {
    constexpr double c = is_double<Real> ? 0x1.9884533d436p+0 : 0x1.9884p+0;
    constexpr double c_lo = is_double<Real> ? 0x1.42343f2cf1403p-46 : 0x1.4cf50d942343fp-18;
    const two<Real> d = Weight == 1 ? two_constant<Real>(0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c70p-61)
                                    : two_constant<Real>(0x1.b6676bf7450f0p-3, 0x1.bba7351828aabp-57);
    const Real sum = fma(d.hi, square.hi, Real(c));
    const Real sum_lo = fma(d.hi, square.hi, Real(c) - sum) + fma(d.hi, square.lo, fma(d.lo, square.hi, Real(c_lo)));
    const Real product = a * sum;
    return {product, fma(a, sum_lo, fma(a, sum, -product))};
}

/// Beyond this |x|, x sigmoid(t) and its derivative round to zero on the left, and the derivative to 1 on the right.
template <class Real>
inline constexpr double gelu_tanh_limit = is_double<Real> ? 21.75 : 11;

/// x sigmoid(t), rounding to x from 8 on. Error 0.94 ULP in float32, 0.71 in float64.
template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh(Real x) {
    const gate_input<Real> input = limit_gate_input(x, Real(-gelu_tanh_limit<Real>), just_below<Real>(8));
    const two<Real> t = gelu_tanh_cubic<1>(input.limited, two_product(input.limited, input.limited));
    return sigmoid_gate(x, input, t);
}

/// The derivative of that. Error 0.83 ULP.
template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh_slope_double(Real x) {
    using root = cubic_gate_root<Real>;
    const Real a = at_most(abs(x), Real(gelu_tanh_limit<Real>));
    const two<Real> square = two_product(a, a);
    const two<Real> t = gelu_tanh_cubic<1>(a, square);
    const two<Real> product = gelu_tanh_cubic<3>(a, square);
    // Next to the root the rounding of t and p is much of what is left of both; there they are quadratics around it.
    // From scripts/coefficients/gelu_tanh_root.py.
    constexpr double root_x = 0x1.81429f9e97e4dp-1;
    constexpr double p_slope = 0x1.f599c921a3fc2p+0;
    constexpr double p_slope_lo = 0x1.1ca7c24fcf1bdp-54;
    constexpr double p_curvature = 0x1.eed2b909e6761p-2;
    constexpr double p_offset = 0x1.4882b24b75cdbp-54;
    constexpr double t_slope = 0x1.b78b7a8963976p+0;
    constexpr double t_slope_lo = 0x1.d70cb410c5286p-54;
    constexpr double t_curvature = 0x1.49e1d0b1444ebp-3;
    constexpr double t_offset = 0x1.1fde5df667859p-54;
    const Real d = a - Real(root_x);
    const auto next_to_root = abs(d) < Real(0x1p-36);
    const Real p_at_root = fma(d, Real(p_slope), Real(root::product));
    const Real p_change = fma(d, Real(p_slope), Real(root::product) - p_at_root) +
                          fma(d, fma(d, Real(p_curvature), Real(p_slope_lo)), Real(p_offset));
    const Real t_change = fma(d, Real(t_slope), fma(d, fma(d, Real(t_curvature), Real(t_slope_lo)), Real(t_offset)));
    const Real t_leading = select(next_to_root, Real(root::argument), t.hi);
    const Real p_leading = select(next_to_root, p_at_root, product.hi);
    const Real p_near_lo = select(next_to_root, p_change, product.lo - Real(root::product_lo));
    const Real below = select(next_to_root, -t_change, Real(root::argument_lo) - t.lo);
    // t + 2 ln 2 - t0 is what is rounded: r then lies in [-0.35, 0.35].
    const Real centred = t.hi + Real(0.155);
    return sigmoid_gate_slope<cubic_gate_root, false>(x > Real(0), t_leading, centred, two<Real>{below, Real(0)},
                                                      two<Real>{p_leading, product.lo}, two<Real>{p_near_lo, Real(0)});
}

/// The same for either type.
template <class Real>
SOFTKNEE_FUNCTION Real gelu_tanh_slope(Real x) {
    if constexpr (is_double<Real>) {
        return gelu_tanh_slope_double(x);
    } else {
        return gelu_tanh_slope_float(x);
    }
}

}  // namespace softknee::math
