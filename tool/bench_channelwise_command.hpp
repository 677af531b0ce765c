// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

namespace softknee::tool {

/// `softknee bench-channelwise`: the speed of the passes with parameter tensors, beside that of a copy.
command add_bench_channelwise_command(CLI::App& application);

}  // namespace softknee::tool
