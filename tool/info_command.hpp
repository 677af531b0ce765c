// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee info`: this build and this machine.
command add_info_command(CLI::App& application);

}  // namespace softknee::tool
