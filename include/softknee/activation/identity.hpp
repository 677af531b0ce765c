// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// The identity: y = x. Its derivative depends on nothing, so nothing need be saved.
struct identity {
    static constexpr activation_description description{
        .name = "identity",
        .formula = "x",
        .derivative = "1",
        .source = "definition",
    };
    static constexpr bool derivative_is_constant = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        return x;
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative([[maybe_unused]] Real x) {
        return Real(1);
    }

    template <class Real>
    SOFTKNEE_FUNCTION static Real derivative_from_output([[maybe_unused]] Real y) {
        return Real(1);
    }
};

}  // namespace softknee
