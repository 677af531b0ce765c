// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include <softknee/activation/description.hpp>
#include <softknee/evaluate.hpp>
#include <softknee/math.hpp>

/// What the learnable activations' files are made of. Beside `description` and `parameter_names`, a file has function
/// templates of x, dy and the parameters: `forward`, `derivative` and `terms`, and where y determines those of a
/// backward pass, `derivative_from_output` and `terms_from_output`. Or, where something is computed of the parameters
/// alone, it has a class template `prepared`, constructed from them, with members of those names: kernels construct it
/// once for a column or a plane.
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
