// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = s max(x, 0)^2 + c, with c rounded to the dtype of x. The defaults give mean 0 and variance 1 for normal x.
struct star_relu {
    double s = 0.8944;
    double c = -0.4472;

    static constexpr activation_description description{
        .name = "star_relu",
        .formula = "s * max(x, 0)^2 + c",
        .derivative = "2 * s * max(x, 0)",
        .source = "Yu et al., arXiv:2210.13452",
    };
    static constexpr auto parameters() {
        return std::array{
            parameter<star_relu>{"s", &star_relu::s, parameter_range::positive},
            parameter<star_relu>{"c", &star_relu::c, parameter_range::any, parameter_rounding::to_storage_type}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real s, Real c) {
        // Around the root s x^2 = -c the product must be known beyond its own last place.
        const Real r = math::select(x <= Real(0), 0.0, x);
        const math::two<Real> scaled = math::two_product(s, r);
        const math::two<Real> product = math::two_product(scaled.hi, r);
        const math::two<Real> sum = math::two_sum(product.hi, c);
        const Real rest = sum.lo + math::fma(scaled.lo, r, product.lo);
        return math::select(math::abs(sum.hi) < math::infinity<Real>(), sum.hi + rest, sum.hi);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real s, [[maybe_unused]] Real c) {
        const Real r = math::select(x <= Real(0), 0.0, x);
        return math::select(x <= Real(0), 0.0, math::select(r < Real(1), s * (r + r), Real(2) * (s * r)));
    }

    /// 2 sqrt(s (y - c)); a y below c counts as c.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real s, Real c) {
        const Real root = math::square_root(s) * math::square_root(y - c);
        return math::select(y <= c, 0.0, Real(2) * root);
    }
};

}  // namespace softknee
