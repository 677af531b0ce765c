// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

/// What a run of the tool left behind.
struct tool_result {
    int status;  ///< the exit status, or 128 + the number of the signal that ended it
    std::string out;
    std::string err;
};

/// Runs the executable `softknee`, without a shell, to its end.
tool_result run_tool(const std::vector<std::string>& arguments);
