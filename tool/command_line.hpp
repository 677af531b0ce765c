// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace softknee::tool {

/// Runs the command that the arguments name, and gives the exit status.
/// @throws what a command throws; main() reports it with status 2
int run_command_line(int argument_count, char** arguments);

/// Reports an error on the standard error, after what the standard output still holds; gives the exit status.
int fail(std::string_view message);

}  // namespace softknee::tool
