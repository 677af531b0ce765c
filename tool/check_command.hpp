// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee check`: results against the exact ones, in units in the last place.
command add_check_command(CLI::App& application);

}  // namespace softknee::tool
