// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <emulator/interpreter/machine.hpp>
#include <emulator/memory/device_memory.hpp>
#include <emulator/runtime/device_limits.hpp>
#include <emulator/runtime/settings.hpp>

namespace softknee_emulator::runtime {

/// A device that the runtime pretends to have, and the machine that runs its kernels.
struct device {
    device(int number, const device_settings& chosen);

    int ordinal;
    device_settings configuration;
    device_limits limits;
    machine processor;

    /// 90 for compute capability 9.0.
    int capability() const { return 10 * configuration.major + configuration.minor; }
};

int device_count();

/// Refuses with cudaErrorInvalidDevice if there is no such device.
device& find_device(int ordinal);

/// The device of this thread.
device& current_device();
void set_current_device(int ordinal);

/// The memory of all devices, and the page-locked memory of the host, which belongs to device -1.
device_memory& memory();

/// The sum over all devices since they were made.
machine_statistics total_statistics();

}  // namespace softknee_emulator::runtime
