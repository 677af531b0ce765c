// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/selu.hpp>
#include <softknee/math/scaled_exponential.hpp>

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

    /// Within 0.8 ULP, 1 ULP for subnormal results. The low parts of l and l a count: without them it is 1.65 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu(x);
        } else {
            const math::two<Real> limit = negative_scale<Real>();
            const math::two<Real> above = positive_scale<Real>();
            const Real below = math::at_least(x, Real(math::expm1_limit<Real>));
            const math::two<Real> e =
                math::scaled_expm1(math::two<Real>{below, Real(0)}, Real(math::round_to_integer<Real>), Real(1));
            const Real product = math::fma(limit.hi, e.hi, math::fma(limit.lo, e.hi, limit.hi * e.lo));
            return math::select(x < Real(0), product, math::fma(x, above.hi, x * above.lo));
        }
    }

    /// Within 0.8 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu_derivative(x);
        } else {
            // Where the result is less than half of the smallest subnormal.
            const Real below = math::at_least(x, Real(math::is_double<Real> ? -760 : -110));
            const math::two<Real> limit = negative_scale<Real>();
            const math::two<Real> factor{limit.hi, limit.lo * Real(1 / 0x1.c212cc640f031p+0)};
            const Real slope = math::scaled_exponential(factor, Real(0), math::two<Real>{below, Real(0)});
            return math::select(x > Real(0), Real(scale), slope);
        }
    }

    /// For y <= 0, l a exp(x) = y + l a, y below -l a counting as that. Within 0.51 ULP.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::selu_derivative_from_output(y);
        } else {
            const math::two<Real> limit = negative_scale<Real>();
            const math::two<Real> sum = math::fast_two_sum(limit.hi, math::at_least(y, Real(-2)));
            const Real slope = math::at_least(sum.hi + (sum.lo + limit.lo), Real(0));
            return math::select(y > Real(0), Real(scale), slope);
        }
    }

private:
    static constexpr double scale = 0x1.0cfabd6a91132p+0;

    /// l, rounded down, so that the low part is positive and infinity times l is not a NaN
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> positive_scale() {
        if constexpr (math::is_double<Real>) {
            return {Real(scale), Real(0x1.6fc7d272f2695p-55)};
        } else {
            return {Real(0x1.0cfabcp+0), Real(0x1.6a91132df8f93p-24)};
        }
    }

    /// l a, the slope just below 0
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> negative_scale() {
        return math::two_constant<Real>(0x1.c212cc640f031p+0, 0x1.05161b045a1fep-56);
    }
};

}  // namespace softknee
