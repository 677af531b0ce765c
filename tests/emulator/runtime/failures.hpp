// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace softknee_emulator::runtime {

/// A call that is to fail although nothing is wrong with it.
struct planned_failure {
    std::string function;
    std::uint64_t call;  ///< how many calls from now: 1 is the next
    cudaError_t code;
    bool sticky;  ///< whether every later call that works on a device fails as well
};

/// The failures that a test has asked for. All under the lock of the runtime.
class failure_plan {
public:
    void add(planned_failure failure) { planned_.push_back(std::move(failure)); }
    void clear() { planned_.clear(); }
    /// Called once for each call of a function. The error that this one is to return, cudaSuccess if none; a sticky one
    /// is made so.
    cudaError_t take(std::string_view function);
    /// Those whose call has not come yet.
    const std::vector<planned_failure>& pending() const { return planned_; }

private:
    std::vector<planned_failure> planned_;
};

failure_plan& failures();

}  // namespace softknee_emulator::runtime
