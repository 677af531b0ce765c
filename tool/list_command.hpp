// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee list`: the catalogue.
command add_list_command(CLI::App& application);

}  // namespace softknee::tool
