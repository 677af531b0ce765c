// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// Rectified linear unit: y = max(x, 0).
///
/// relu(-0) is +0, and a NaN passes through. The derivative at 0 is 0.
struct relu {
    static constexpr activation_description description{
        .name = "relu",
        .formula = "max(x, 0)",
        .derivative = "1 if x > 0 else 0",
        .source = "Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010",
    };

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        return math::select(x <= Real(0), 0.0, x);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative(Real x) {
        return math::select(x <= Real(0), Real(0), Real(1));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output(Real y) {
        return derivative(y);
    }
};

}  // namespace softknee
