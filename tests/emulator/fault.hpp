// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace softknee_emulator {

/// What a program did wrong, or what the emulator does not know. The text names the kernel, block, thread and
/// instruction where there are such.
class fault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace softknee_emulator
