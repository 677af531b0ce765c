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
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        return math::maximum(x, Real(0));
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off(Real x) {
        return x <= Real(0);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static auto is_off_from_output(Real y) {
        return is_off(y);
    }
};

}  // namespace softknee
