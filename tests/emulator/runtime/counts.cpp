// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/counts.hpp>

#include <emulator/runtime/immortal.hpp>

namespace softknee_emulator::runtime {

void call_counts::add_call(std::string_view function) {
    const auto place = calls_.find(function);
    if (place == calls_.end()) {
        calls_.emplace(function, 1);
    } else {
        ++place->second;
    }
    if (!function.starts_with("__cudaRegister") && !function.starts_with("__cudaUnregister")) ++all_calls_;
}

std::uint64_t call_counts::calls(std::string_view function) const {
    const auto place = calls_.find(function);
    return place == calls_.end() ? 0 : place->second;
}

call_counts& counts() {
    return immortal<call_counts>();
}

}  // namespace softknee_emulator::runtime
