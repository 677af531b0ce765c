// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>

namespace softknee {

/// The tanh approximation of gelu: y = x sigmoid(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3).
///
/// The derivative is that of this y, not of gelu.
struct gelu_tanh {
    static constexpr activation_description description{
        .name = "gelu_tanh",
        .formula = "x * sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 * x^3))",
        .derivative = "s + x * s * (1 - s) * 2 * sqrt(2 / pi) * (1 + 0.134145 * x^2), s = sigmoid(2 u)",
        .source = "Hendrycks and Gimpel, arXiv:1606.08415, section 2",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::gelu_tanh(x);
        } else {
            return math::sigmoid_gate(x, argument(x), Real(1));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::gelu_tanh_derivative(x);
        } else {
            // Near the root x = -a0, with d = |x| - a0: the argument and x times its derivative both change by d times
            // a sum of positive terms, so 1 + e^-t - |x t'| is the sum of two terms of one sign.
            const math::two<Real> root = math::two_constant<Real>(0x1.81429f9e97e4dp-1, -0x1.4f523ed77dbdcp-55);
            const Real e_at_root(0x1.2af64e9c485eep-2);
            const Real a = math::at_most(math::abs(x), Real(saturation<Real>));
            const Real d = (a - root.hi) - root.lo;
            const Real squares = cubic_factor<Real>().hi * math::fma(a, a + root.hi, root.hi * root.hi);
            const Real argument_change = d * (linear_factor<Real>().hi + squares);
            const Real product_change = d * math::fma(Real(3), squares, linear_factor<Real>().hi);
            const Real near = math::fma(e_at_root, math::expm1_near_zero(-argument_change), -product_change);
            const math::two<Real> slope =
                math::two_sum(linear_factor<Real>().hi, Real(3) * cubic_factor<Real>().hi * (a * a));
            const Real limited = math::copysign(a, x);
            const math::two<Real> product = math::two_product(limited, slope.hi);
            return math::sigmoid_gate_derivative(argument(x), {product.hi, math::fma(limited, slope.lo, product.lo)},
                                                 math::abs(argument_change) < Real(0.34), near);
        }
    }

private:
    /// 2 sqrt(2 / pi) and that times 0.044715
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> linear_factor() {
        return math::two_constant<Real>(0x1.9884533d43651p+0, -0x1.cbc0d30ebfd15p-54);
    }
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> cubic_factor() {
        return math::two_constant<Real>(0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c70p-61);
    }

    /// Beyond this |x| the argument lies beyond `logistic_limit`.
    template <class Real>
    static constexpr double saturation = math::is_double<Real> ? 28 : 14;

    /// 2 u to twice the precision: e^-2u multiplies its relative error by 2 u, which reaches 100.
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> argument(Real x) {
        const Real a = math::at_most(math::at_least(x, Real(-saturation<Real>)), Real(saturation<Real>));
        const math::two<Real> square = math::two_product(a, a);
        const math::two<Real> cubic = math::two_product(square.hi, cubic_factor<Real>().hi);
        const Real cubic_lo =
            math::fma(square.hi, cubic_factor<Real>().lo, math::fma(square.lo, cubic_factor<Real>().hi, cubic.lo));
        const math::two<Real> sum = math::two_sum(linear_factor<Real>().hi, cubic.hi);
        const math::two<Real> product = math::two_product(a, sum.hi);
        return {product.hi, math::fma(a, sum.lo + (cubic_lo + linear_factor<Real>().lo), product.lo)};
    }
};

}  // namespace softknee
