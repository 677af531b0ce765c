// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/algebraic.hpp>

namespace softknee {

/// y = a x + b limited to [0, 1]. The text hard_sigmoid(0.2, 0.5) is the default of ONNX.
struct hard_sigmoid {
    double a = 1.0 / 6.0;
    double b = 0.5;

    static constexpr activation_description description{
        .name = "hard_sigmoid",
        .formula = "min(max(a * x + b, 0), 1)",
        .derivative = "a if 0 < a * x + b < 1 else 0",
        .source = "Courbariaux, Bengio and David, arXiv:1511.00363; Howard et al., arXiv:1905.02244 (a = 1/6)",
    };
    static constexpr auto parameters() {
        return std::array{parameter<hard_sigmoid>{"a", &hard_sigmoid::a},
                          parameter<hard_sigmoid>{"b", &hard_sigmoid::b}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real a, Real b) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::hard_sigmoid(x, a, b);
        } else {
            const Real line = math::fma(a, x, b);
            const auto slope_is_zero = a == Real(0);
            const Real v = math::select(slope_is_zero & (x == x), b, line);
            return math::select(v <= Real(0), 0.0, math::select(v >= Real(1), 1.0, v));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real a, Real b) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::hard_sigmoid_derivative(x, a, b);
        } else {
            // a x + b may round to 1 and still lie below it: then the rounding errors decide.
            const Real line = math::fma(a, x, b);
            const math::two<Real> product = math::two_product(a, x);
            const math::two<Real> sum = math::two_sum(product.hi, b);
            const Real beyond_one = (sum.hi - Real(1)) + (sum.lo + product.lo);
            const auto off = (line <= Real(0)) | (line > Real(1)) | ((line == Real(1)) & (beyond_one >= Real(0)));
            return math::select(off, 0.0, a);
        }
    }

    /// a where 0 < y < 1.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real a, [[maybe_unused]] Real b) {
        return math::select((y <= Real(0)) | (y >= Real(1)), 0.0, a);
    }
};

}  // namespace softknee
