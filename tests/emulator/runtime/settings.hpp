// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <emulator/interpreter/machine.hpp>
#include <emulator/runtime/failures.hpp>

namespace softknee_emulator::runtime {

/// A device that the runtime pretends to have.
struct device_settings {
    int major = 9;  ///< of the compute capability
    int minor = 0;
    int multiprocessors = 4;
    std::size_t memory_bytes = std::size_t(64) << 30;
};

/// What the environment of the process asks for. See settings.cpp for the variables.
struct process_settings {
    std::vector<device_settings> devices;
    machine_options machine;
    std::vector<planned_failure> failures;
    std::string report_path;
};

/// The variables whose name begins with SOFTKNEE_EMULATOR_.
/// @param environment  "NAME=value", ending with a null pointer
/// @throws std::invalid_argument for a variable that is not known and for a malformed value, naming both
process_settings read_settings(const char* const* environment);

/// Those of this process. A mistake in them is printed and ends it with exit status 2.
const process_settings& settings();

}  // namespace softknee_emulator::runtime
