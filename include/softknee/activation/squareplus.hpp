// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// y = (x + sqrt(x^2 + b)) / 2. For x < 0 computed as b / (2 (sqrt(x^2 + b) + |x|)), which does not cancel.
struct squareplus {
    double b = 4.0;

    static constexpr activation_description description{
        .name = "squareplus",
        .formula = "(x + sqrt(x^2 + b)) / 2",
        .derivative = "(1 + x / sqrt(x^2 + b)) / 2",
        .source = "Barron, arXiv:2112.11687",
    };
    static constexpr auto parameters() {
        return std::array{parameter<squareplus>{"b", &squareplus::b, parameter_range::positive}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real b) {
        const scaled_root<Real> r = make_scaled_root(math::abs(x), b);
        const Real sum = r.root + r.magnitude;
        const Real below = math::divide(b * Real(0.5), sum) * math::reciprocal_of_power_of_two(r.unscale);
        const Real above = sum * Real(0.5) * r.unscale;
        const auto infinite = math::abs(x) == math::infinity<Real>();
        const Real limit = math::select(x > Real(0), x, Real(0));
        return math::select(infinite, limit, math::select(x < Real(0), below, above));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real b) {
        const scaled_root<Real> r = make_scaled_root(math::abs(x), b);
        const Real sum = r.root + r.magnitude;
        const Real scale = math::reciprocal_of_power_of_two(r.unscale);
        const Real far_below = math::divide(math::divide(b * Real(0.5), sum), r.root) * scale * scale;
        const Real half_ratio = math::divide(r.magnitude * Real(0.5), r.root);
        const Real below = math::select(half_ratio < Real(0.25), Real(0.5) - half_ratio, far_below);
        const Real above = Real(0.5) + half_ratio;
        const auto infinite = math::abs(x) == math::infinity<Real>();
        const Real limit = math::select(x > Real(0), Real(1), Real(0));
        return math::select(infinite, limit, math::select(x < Real(0), below, above));
    }

    /// y^2 / (y^2 + b / 4); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real b) {
        const scaled_root<Real> r = make_scaled_root(y, b * Real(0.25));
        // The quotient first: the square alone may underflow.
        const Real d = math::divide(r.magnitude, math::fma(r.magnitude, r.magnitude, r.b)) * r.magnitude;
        return math::select(y == math::infinity<Real>(), 1.0, math::select(y <= Real(0), 0.0, d));
    }

private:
    /// |x|, sqrt(x^2 + b) and b, divided by a power of two near the larger of |x| and sqrt(b) so that no square leaves
    /// the range; b by the square of it.
    template <class Real>
    struct scaled_root {
        Real magnitude;
        Real root;
        Real b;
        Real unscale;
    };

    template <class Real>
    SOFTKNEE_FUNCTION static scaled_root<Real> make_scaled_root(Real a, Real b) {
        const Real root_b = math::square_root(b);
        const Real larger = math::select(a < root_b, root_b, a);
        constexpr double limit = math::is_double<Real> ? 0x1p1000 : 0x1p120;
        const Real unscale =
            math::leading_power_of_two(math::at_most(math::at_least(larger, Real(1 / limit)), Real(limit)));
        const Real scale = math::reciprocal_of_power_of_two(unscale);
        const Real magnitude = a * scale;
        const Real scaled_b = b * scale * scale;
        return {magnitude, math::square_root(math::fma(magnitude, magnitude, scaled_b)), scaled_b, unscale};
    }
};

}  // namespace softknee
