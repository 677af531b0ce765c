// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <softknee/catalogue.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

/// The parameters at which a call on data of this dtype is exact: in their order, each rounded once to the type that
/// its declaration names.
std::vector<double> rounded_parameters(const softknee::activation& activation, softknee::dtype type);

/// Valid further parameters for an activation that has some: values inside their ranges, of both signs where allowed,
/// rising and falling from one parameter to the next. Empty for an activation without parameters.
std::vector<softknee::activation> further_parameter_sets(const softknee::activation_information& information);

/// The passes that exist for this activation with its parameters.
std::vector<softknee::pass> passes_of(const softknee::activation& activation);

}  // namespace softknee_accuracy
