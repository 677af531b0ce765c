// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include <softknee/activation/description.hpp>
#include <softknee/math.hpp>

namespace softknee {

/// The most parameter tensors that one call has.
inline constexpr int maximum_parameter_tensors = 4;

/// What one element adds to the sum for each parameter, in the order of their names: dy times the derivative of y by
/// that parameter.
template <class Real, int Count>
struct parameter_terms {
    Real value[Count];
};

/// dy * derivative. A unit that is off passes nothing, whatever dy is.
template <class Real>
SOFTKNEE_FUNCTION Real passed_on(Real dy, std::type_identity_t<Real> derivative) {
    return math::select(derivative == Real(0), 0.0, dy * derivative);
}

}  // namespace softknee
