// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace softknee_emulator::runtime {

/// What a process has asked of the runtime. All under the lock of the runtime.
class call_counts {
public:
    void add_call(std::string_view function);
    /// Memory taken: device, managed or pinned, also by the allocation node of a graph each time it runs.
    void add_allocation() { ++allocations_; }
    /// A wait of the host for the device: synchronisations, copies and sets that return when they are done, frees that
    /// wait as cudaFree does.
    void add_synchronisation() { ++synchronisations_; }

    /// Of all functions but those that register kernels: a program without a call has not used the runtime.
    std::uint64_t calls() const { return all_calls_; }
    std::uint64_t calls(std::string_view function) const;
    std::uint64_t allocations() const { return allocations_; }
    std::uint64_t synchronisations() const { return synchronisations_; }

private:
    std::map<std::string, std::uint64_t, std::less<>> calls_;
    std::uint64_t all_calls_ = 0;
    std::uint64_t allocations_ = 0;
    std::uint64_t synchronisations_ = 0;
};

call_counts& counts();

}  // namespace softknee_emulator::runtime
