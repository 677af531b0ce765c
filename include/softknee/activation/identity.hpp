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
    static constexpr bool forward_is_exact_in_storage_type = true;

    template <class Real>
    SOFTKNEE_FUNCTION static Real forward(Real x) {
        return x;
    }

    template <class Real>
    SOFTKNEE_FUNCTION static bool is_off([[maybe_unused]] Real x) {
        return false;
    }

    template <class Real>
    SOFTKNEE_FUNCTION static bool is_off_from_output([[maybe_unused]] Real y) {
        return false;
    }
};

}  // namespace softknee
