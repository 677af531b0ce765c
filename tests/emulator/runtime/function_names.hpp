// SPDX-License-Identifier: Apache-2.0
#pragma once

// Without a header of CUDA: the generated source defines its functions with other parameters.
#include <span>
#include <string_view>

namespace softknee_emulator::runtime {

/// The runtime functions that this library emulates. Generated from its object files: see generate_functions.cmake.
std::span<const char* const> emulated_functions();

bool is_emulated(std::string_view function);

/// What the other functions of the runtime do: prints that they are not emulated and ends the process.
[[noreturn]] void refuse_missing(const char* function);

}  // namespace softknee_emulator::runtime
