// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/scaled_tanh.hpp>
#include <softknee/learnable/description.hpp>
#include <softknee/math/narrow/tanh_of_product.hpp>

namespace softknee {

/// Dynamic tanh, which stands in for a normalisation layer: y = weight tanh(alpha x) + bias, as a rule with one alpha
/// for all elements, and weight and bias by channel.
struct dyt {
    static constexpr activation_description description{
        .name = "dyt",
        .formula = "weight * tanh(alpha * x) + bias",
        .derivative = "alpha * weight * (1 - tanh(alpha * x)^2)",
        .source = "Zhu, Chen, He, LeCun and Liu, arXiv:2503.10622",
    };
    static constexpr std::array<std::string_view, 3> parameter_names{"alpha", "weight", "bias"};

    /// Within 1 ULP of the larger of weight tanh(alpha x) and bias, which may cancel; what the first loses by being
    /// rounded is carried to the end, but for 16 bits, which do not see it.
    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real alpha, Real weight, Real bias) {
        if constexpr (math::is_narrow<Real>) {
            return math::fma(weight, value(x, alpha), bias);
        } else {
            const math::two<Real> t = saturated(x, alpha);
            const math::two<Real> product = math::two_product(weight, t.hi);
            const math::two<Real> sum = math::two_sum(product.hi, bias);
            const Real rest = math::fma(weight, t.lo, sum.lo + product.lo);
            const auto finite = math::abs(sum.hi) < math::infinity<Real>();
            return math::select(finite, sum.hi + rest, sum.hi);
        }
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real alpha, Real weight, Real) {
        return weight * (alpha * slope(x, alpha));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static parameter_terms<Real, 3> terms(Real x, Real dy, Real alpha, Real weight, Real) {
        const Real s = slope(x, alpha);
        const Real by_alpha = math::select(s == Real(0), 0.0, weight * (x * s));
        return {{passed_on(dy, by_alpha), passed_on(dy, value(x, alpha)), dy}};
    }

private:
    /// tanh(alpha x)
    template <class Real>
    SOFTKNEE_FUNCTION static Real value(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_and_slope(alpha * x).value;
        } else {
            return saturated(x, alpha).value();
        }
    }

    /// tanh(alpha x) as a leading part and what is left; alpha of either sign.
    template <class Real>
    SOFTKNEE_FUNCTION static math::two<Real> saturated(Real x, Real alpha) {
        const math::two<Real> t = math::two_product(math::abs(x), math::abs(alpha));
        const Real limit(math::tanh_limit<Real>);
        const Real lo = math::select(t.hi < limit, t.lo, Real(0));
        const math::tanh_quotient<Real> q = math::divide_tanh(math::at_most(t.hi, limit));
        const Real sign = math::copysign(Real(1), x * math::copysign(Real(1), alpha));
        return {q.leading * sign, math::fma(lo, q.slope, q.remainder) * q.reciprocal * sign};
    }

    /// sech^2(alpha x)
    template <class Real>
    SOFTKNEE_FUNCTION static Real slope(Real x, Real alpha) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::tanh_and_slope(alpha * x).slope;
        } else {
            const math::two<Real> t = math::two_product(math::abs(x), math::abs(alpha));
            // Where the result is less than half of the smallest subnormal.
            const Real limit(math::is_double<Real> ? 380 : 55);
            const math::two<Real> limited{math::at_most(t.hi, limit), math::select(t.hi < limit, t.lo, Real(0))};
            const math::scaled_sech_squared<Real> s =
                math::sech_squared(limited, Real(math::round_to_integer<Real>) + Real(2));
            return math::times_power_of_two(s.value.hi + s.value.lo, s.shifted);
        }
    }
};

}  // namespace softknee
