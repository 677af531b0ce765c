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
            // Both comparisons are exact. a x may underflow, so 0 is compared in a larger unit; a x + b may round to 1
            // and still lie below it, but a x - (1 - b) has few bits where it comes near the rounding error of 1 - b.
            constexpr double up = math::is_double<Real> ? 0x1p500 : 0x1p60;
            const auto has_room = (math::abs(a) < Real(up)) & (math::abs(b) < Real(up));
            const Real unit = math::select(has_room, up, Real(1));
            const math::two<Real> end = math::two_sum(Real(1), -b);
            const auto off = (math::fma(a * unit, x, b * unit) <= Real(0)) | (math::fma(a, x, -end.hi) >= end.lo);
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
