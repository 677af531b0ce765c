// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/failures.hpp>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {

cudaError_t failure_plan::take(std::string_view function) {
    cudaError_t result = cudaSuccess;
    bool sticky = false;
    std::erase_if(planned_, [&](planned_failure& failure) {
        if (failure.function != function || --failure.call != 0) return false;
        result = failure.code;
        sticky = failure.sticky;
        return true;
    });
    if (sticky) make_sticky(result);
    return result;
}

failure_plan& failures() {
    return immortal<failure_plan>();
}

}  // namespace softknee_emulator::runtime
