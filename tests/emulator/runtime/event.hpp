// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace softknee_emulator::runtime {

/// Destroys the events of a device, as cudaDeviceReset does.
void remove_all_events(int device);

}  // namespace softknee_emulator::runtime
