// SPDX-License-Identifier: Apache-2.0
#include "progress.hpp"

#include <unistd.h>

#include <iostream>

namespace softknee::tool {
namespace {

constexpr std::chrono::milliseconds terminal_interval(100);
constexpr std::chrono::seconds log_interval(10);

}  // namespace

progress::progress() : on_terminal_(isatty(STDERR_FILENO) == 1), next_(std::chrono::steady_clock::now()) {
    if (!on_terminal_) next_ += log_interval;
}

progress::~progress() {
    clear();
}

void progress::show(std::string_view text) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    if (on_terminal_) {
        std::cerr << "\r\x1b[K" << text << std::flush;
        shown_ = true;
        next_ = now + terminal_interval;
    } else {
        std::cerr << text << std::endl;
        next_ = now + log_interval;
    }
}

void progress::clear() {
    if (shown_) std::cerr << "\r\x1b[K" << std::flush;
    shown_ = false;
}

}  // namespace softknee::tool
