// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee apply`: an activation, or its backward pass, over .npy files.
command add_apply_command(CLI::App& application);

}  // namespace softknee::tool
