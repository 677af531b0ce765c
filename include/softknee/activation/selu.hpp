// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/selu.hpp>

namespace softknee {

/// Scaled ELU with the constants that keep mean 0 and variance 1: y = l x for x > 0, l a expm1(x) elsewhere.
///
/// A 16-bit y loses the derivative where the function saturates; prefer `from_input` there.
struct selu {
    static constexpr activation_description description{
        .name = "selu",
        .formula = "l * (x > 0 ? x : a * expm1(x)), l = 1.0507009873554805, a = 1.6732632423543772",
        .derivative = "l * (x > 0 ? 1 : a * exp(x))",
        .source = "Klambauer et al., arXiv:1706.02515",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu(x);
        } else {
            const Real product = math::expm1_times(negative_scale<Real>().hi, math::two<Real>{x, Real(0)});
            return math::select(x < Real(0), product, x * Real(scale));
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu_derivative(x);
        } else {
            return math::select(x > Real(0), Real(scale),
                                math::exp_times(negative_scale<Real>().hi, math::two<Real>{x, Real(0)}));
        }
    }

    /// For y <= 0, l a exp(x) = y + l a.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu_derivative_from_output(y);
        } else {
            const math::two<Real> limit = negative_scale<Real>();
            const math::two<Real> sum = math::two_sum(y, limit.hi);
            const Real d = sum.hi + (sum.lo + limit.lo);
            return math::select(y > Real(0), Real(scale), math::select((y < -limit.hi) | (d <= Real(0)), 0.0, d));
        }
    }

private:
    static constexpr double scale = 0x1.0cfabd6a91132p+0;

    /// l a, the slope just below 0
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> negative_scale() {
        return math::two_constant<Real>(0x1.c212cc640f031p+0, 0x1.05161b045a1fep-56);
    }
};

}  // namespace softknee
