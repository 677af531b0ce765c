// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <stdexcept>

namespace CLI {
class App;
}

namespace softknee::tool {

/// A subcommand: its place in the command line, and what it does if it is the one chosen.
struct command {
    CLI::App* parser;
    std::function<int()> run;  ///< gives the exit status; throws what is to be reported with status 2
};

/// The options of a command contradict each other or select nothing.
class usage_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline constexpr int exit_success = 0;
inline constexpr int exit_check_failed = 1;
inline constexpr int exit_error = 2;

}  // namespace softknee::tool
