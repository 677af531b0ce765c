// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

#include "demand.hpp"

namespace softknee_coefficients {

/// What a form has to reach: the correctly rounded results of one pass at fixed parameters, for every input of a 16-bit
/// type; and to be close to the exact results, where the pass is a derivative or has parameters.
struct target {
    std::string name;
    std::size_t use = 0;  ///< which of the passes of its form
    double weight = 1;    ///< of a misrounded input, for the search
    std::vector<float> parameters;
    std::string closeness;        ///< what `demand::close` says; empty if it says nothing
    std::vector<demand> demands;  ///< by input pattern; none where the input is not finite
};

/// Of the default parameters of an activation that has some: most users have them. The others have 1.
inline constexpr double default_weight = 16;

/// Of the activation with this name, at its default parameters and at the further sets that the tests use.
/// @throws std::invalid_argument if there is no such activation, or it has no such pass
std::vector<target> make_targets(const std::string& activation, softknee::pass direction, softknee::dtype type);

}  // namespace softknee_coefficients
