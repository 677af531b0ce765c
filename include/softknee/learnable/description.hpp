// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include <softknee/activation/description.hpp>
#include <softknee/evaluate.hpp>
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

}  // namespace softknee
