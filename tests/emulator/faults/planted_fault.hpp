// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

/// Kernels with one mistake each, which the emulator must catch, and beside each its twin without the mistake.
///
/// A detector that no mistake has ever set off proves nothing: each is seen here to fire, and to be silent about the
/// twin. CMakeLists.txt says what is expected for each fault, and which fault covers which detector.
namespace planted_faults {

/// One mistake. Each function launches a kernel, or misuses the runtime, and compares the results on the host.
struct planted_fault {
    const char* name;
    void (*faulty)();
    void (*correct)();
};

std::span<const planted_fault> memory_faults();
std::span<const planted_fault> array_faults();
std::span<const planted_fault> wide_access_faults();
std::span<const planted_fault> initialisation_faults();
std::span<const planted_fault> missing_barrier_faults();
std::span<const planted_fault> shared_race_faults();
std::span<const planted_fault> global_race_faults();
std::span<const planted_fault> read_only_faults();
std::span<const planted_fault> warp_faults();
std::span<const planted_fault> barrier_faults();
std::span<const planted_fault> host_faults();

}  // namespace planted_faults
