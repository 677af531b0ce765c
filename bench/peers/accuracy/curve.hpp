// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "peer.hpp"

namespace softknee_peers {

/// The largest error in each of 1,200 intervals of [-12, 12], of 200 float32 numbers each, in ULP: a line of CSV per
/// interval, with a column for softknee and for each peer that has the pass.
/// @throws softknee::parse_error for an unknown activation
void print_curve(std::ostream& out, const std::string& activation, softknee::pass direction,
                 const std::vector<peer>& peers);

}  // namespace softknee_peers
