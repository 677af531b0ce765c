// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee bench`: the speed of every pass, beside that of a copy.
command add_bench_command(CLI::App& application);

}  // namespace softknee::tool
