// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

namespace softknee::tool {

/// Tells on standard error how far a long command is: one line, rewritten in place, on a terminal; elsewhere a line of
/// its own every ten seconds, so that logs stay short.
class progress {
public:
    progress();
    ~progress();
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    void show(std::string_view text);
    /// Removes the line from the terminal; call before anything else is printed.
    void clear();

private:
    bool on_terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace softknee::tool
