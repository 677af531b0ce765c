// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_emulator::runtime {

/// The exit status of a process that would have succeeded, had it not left memory behind.
constexpr int status_for_leaked_memory = 86;

}  // namespace softknee_emulator::runtime
