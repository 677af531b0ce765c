// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/leaky_relu.hpp>
#include <softknee/learnable/description.hpp>

namespace softknee {

/// Parametric ReLU: y = x for x > 0, slope x elsewhere.
///
/// From y, the slopes must be positive: y has the sign of x then, and the sum for a slope is that of dy y, divided by
/// the slope once at the end. Where a slope is 0, dx is right and the slope's gradient is NaN; where it is negative or
/// not finite, both are NaN, and the workspace's status says so.
struct prelu {
    static constexpr activation_description description{
        .name = "prelu",
        .formula = "x > 0 ? x : slope * x",
        .derivative = "x > 0 ? 1 : slope",
        .source = "He, Zhang, Ren and Sun, arXiv:1502.01852",
    };
    static constexpr std::array<std::string_view, 1> parameter_names{"slope"};
    /// From y, the sums are those of the derivative times the parameter.
    static constexpr bool output_sums_are_scaled = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x, Real slope) {
        return leaky_relu::forward(x, slope);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x, Real slope) {
        return leaky_relu::derivative(x, slope);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static parameter_terms<Real, 1> terms(Real x, Real dy, Real) {
        return {{math::select(x < Real(0), dy * x, Real(0))}};
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y, Real slope) {
        const auto usable = (slope >= Real(0)) & (slope < math::infinity<Real>());
        return math::select(usable, derivative(y, slope), math::not_a_number<Real>());
    }

    template <class Real>
    SOFTKNEE_FUNCTION static parameter_terms<Real, 1> terms_from_output(Real y, Real dy, Real slope) {
        return terms(y, dy, slope);
    }
};

}  // namespace softknee
