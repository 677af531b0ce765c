// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>
#include <softknee/math/narrow/roots.hpp>

namespace softknee {

/// y = max(x, 0)^2.
struct squared_relu {
    static constexpr activation_description description{
        .name = "squared_relu",
        .formula = "max(x, 0)^2",
        .derivative = "2 * max(x, 0)",
        .source = "So et al., arXiv:2109.08668",
    };

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
            return math::select(y <= Real(0), 0.0, Real(2) * math::square_root(y));
        }
    }
};

}  // namespace softknee
