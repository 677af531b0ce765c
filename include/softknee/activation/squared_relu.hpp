// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/star_relu.hpp>

namespace softknee {

/// y = max(x, 0)^2.
struct squared_relu {
    static constexpr activation_description description{
        .name = "squared_relu",
        .formula = "max(x, 0)^2",
        .derivative = "2 * max(x, 0)",
        .source = "So et al., arXiv:2109.08668",
    };
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        return math::select(x <= Real(0), 0.0, x * x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        return math::select(x <= Real(0), 0.0, x + x);
    }

    /// 2 sqrt(y); a y below 0 counts as 0.
    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        if constexpr (math::is_narrow<Real>) {
            return math::narrow::squared_relu_derivative_from_output(y);
        } else {
            constexpr double up = math::is_double<Real> ? 0x1p600 : 0x1p60;
            constexpr double root_of_up = math::is_double<Real> ? 0x1p300 : 0x1p30;
            const Real v = math::at_least(y, Real(0));
            const auto small = v < Real(1 / up);
            const Real root = math::root_in_range(v * math::select(small, up, Real(1)));
            const Real twice = math::abs(root) * math::select(small, 2 / root_of_up, Real(2));
            return math::select(v < math::infinity<Real>(), twice, v);
        }
    }
};

}  // namespace softknee
