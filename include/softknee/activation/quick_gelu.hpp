// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/logistic.hpp>
#include <softknee/math/narrow/logistic_derivative.hpp>

namespace softknee {

/// y = x sigmoid(1.702 x), the sigmoid approximation of gelu.
struct quick_gelu {
    static constexpr activation_description description{
        .name = "quick_gelu",
        .formula = "x * sigmoid(1.702 * x)",
        .derivative = "s + 1.702 * x * s * (1 - s), s = sigmoid(1.702 x)",
        .source = "Hendrycks and Gimpel, arXiv:1606.08415, section 2",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::quick_gelu(x);
        } else {
            const Real lowest(-limit<Real>);
            const Real saturation = math::just_below<Real>(32);
            const math::gate_input<Real> input = math::limit_gate_input(x, lowest, saturation);
            return math::sigmoid_gate(x, input, argument(input.limited));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::quick_gelu_derivative(x);
        } else if constexpr (!math::is_double<Real>) {
            return math::quick_gelu_slope_float(x);
        } else {
            const Real a = math::at_most(math::abs(x), Real(limit<Real>));
            return math::product_gate_slope<false>(x > Real(0), argument(a));
        }
    }

private:
    /// Beyond this |x| the function and its derivative round to zero on the left, and the derivative to 1 on the right.
    template <class Real>
    static constexpr double limit = math::sigmoid_limit<Real> / 1.7;

    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> argument(Real x) {
        const math::two<Real> factor = math::two_constant<Real>(0x1.b3b645a1cac08p+0, 0x1.89374bc6a7efap-55);
        const math::two<Real> product = math::two_product(x, factor.hi);
        return {product.hi, math::fma(x, factor.lo, product.lo)};
    }
};

}  // namespace softknee
