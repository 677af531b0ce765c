// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/function_names.hpp>

#include <algorithm>
#include <string>

#include <emulator/runtime/call.hpp>

namespace softknee_emulator::runtime {

bool is_emulated(std::string_view function) {
    const auto names = emulated_functions();
    return std::find(names.begin(), names.end(), function) != names.end();
}

void refuse_missing(const char* function) {
    stop(std::string(function) + " is not emulated");
}

}  // namespace softknee_emulator::runtime
