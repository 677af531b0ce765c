// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <reference/reference.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>

namespace softknee_accuracy {

/// Patterns at which a function changes its kind: it has a root, becomes 0, subnormal, infinite, 1 or its argument, as
/// the reference sees it. Of two such places within a 64th of a binade, one may be missing.
/// @throws std::invalid_argument if the reference has no such pass
std::vector<std::uint64_t> transitions(const softknee_reference::functions& reference, softknee::pass direction,
                                       softknee::dtype type, std::span<const double> parameters);

}  // namespace softknee_accuracy
